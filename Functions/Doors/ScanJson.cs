using System.Buffers.Text;
using System.Text.Json;
using Esik.Hosting;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What a device posts after scanning. Each scan is read for itself, so that one that is malformed harms no other.</summary>
public sealed record ScansJson(IReadOnlyList<JsonElement>? Scans, DateTimeOffset? SentAt, bool Names);

public sealed record ScanJson(
    string? ScanId, string? Kind, string? Token, string? Ticket, int? Issue, int? Party, int? Number, string? Proof, string? ShortCode, string? Code, string? Slot, string? Door, int? Places,
    DateTimeOffset? ScannedAt, long? OffsetSeconds, bool? Offline, string? Shown, string? Undoes, string? Reason)
{
    /// <summary>Longest token or code that is looked at, in characters: a QR code holds at most 4,296.</summary>
    public const int CodeLengthMax = 4_300;

    private const int IdLengthMax = 40;

    // A page that was opened before this version says "code".
    private string? Typed => ShortCode ?? Code;

    /// <summary>Whether a clock may show this, be it ever so wrong: a phone without power begins again in 1970. Storage takes no times before 1601.</summary>
    public static bool IsTime(DateTimeOffset time) => time.Year is >= 1970 and < 2200;

    /// <summary>Never throws.</summary>
    public static ScanReading Read(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.Deserialize<ScanJson>(EsikJson.Options) is { } scan ? scan.Read() : new(null, null, "");
        }
        catch (JsonException mistake)
        {
            return new(IdOf(element), null, mistake.Path is { Length: > 2 } path ? path[2..] : "");
        }
    }

    private ScanReading Read()
    {
        var id = Scan.IsId(ScanId) ? ScanId : null;
        var kind = KindOf(Kind);
        var proof = ReadProof();
        var shown = DoorAnswerCodes.Parse(Shown);
        var field = id is null ? "scanId"
            : kind is null ? "kind"
            : Slot is not { Length: > 0 and <= IdLengthMax } ? "slot"
            : Door is not { Length: > 0 and <= IdLengthMax } ? "door"
            : ScannedAt is not { } at || !IsTime(at) ? "scannedAt"
            : OffsetSeconds is < -ScanMoment.OffsetSecondsMax or > ScanMoment.OffsetSecondsMax ? "offsetSeconds"
            : Places is < 1 or > TicketPayload.PartyMax ? "places"
            : Shown is not null && shown is null ? "shown"
            : kind == ScanKind.Undo ? MistakeOfUndo()
            : kind == ScanKind.Scan ? MistakeOfCode(proof)
            : null;
        return field is null
            ? new(id, new ScanRequest(id!, kind!.Value, Slot!, Door!, ScannedAt!.Value, Token, Typed, proof, Places, Offline == true, shown, Undoes, Reason, OffsetSeconds), null)
            : new(id, null, field);
    }

    private static ScanKind? KindOf(string? kind) => kind switch
    {
        null or "scan" => ScanKind.Scan,
        "walk-in" => ScanKind.WalkIn,
        "undo" => ScanKind.Undo,
        _ => null,
    };

    private string? MistakeOfUndo() => !Scan.IsId(Undoes) ? "undoes" : Reason is { Length: > Scan.ReasonLengthMax } || Reason?.Any(char.IsSurrogate) == true ? "reason" : null;

    // Exactly one of the three ways to name a ticket.
    private string? MistakeOfCode(TicketProof? proof) => (Token, Typed, Proof) switch
    {
        ({ Length: <= CodeLengthMax }, null, null) => null,
        (null, { Length: <= CodeLengthMax }, null) => null,
        (null, null, not null) => proof is null ? "proof" : null,
        _ => "token",
    };

    private TicketProof? ReadProof()
    {
        var isWhole = TicketId.Parse(Ticket) is not null && Issue is >= 1 and <= TicketPayload.IssueMax && Party is >= 1 and <= TicketPayload.PartyMax
            && Proof is not null && Base64Url.IsValid(Proof, out var length) && length == TokenProof.Length;
        return isWhole ? new(TicketId.Parse(Ticket)!.Value, Issue!.Value, Party!.Value, Base64Url.DecodeFromChars(Proof), Number is >= 1 and <= ushort.MaxValue ? Number.Value : 0) : null;
    }

    private static string? IdOf(JsonElement element) =>
        element.TryGetProperty("scanId", out var id) && id.ValueKind == JsonValueKind.String && Scan.IsId(id.GetString()) ? id.GetString() : null;
}
