using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>Why an issue of a ticket no longer opens a door.</summary>
public enum TicketVoid
{
    /// <summary>The guest gave the places back.</summary>
    Cancelled,

    /// <summary>A newer issue took its place.</summary>
    Replaced,
}

/// <summary>People of one ticket whom one scan let in.</summary>
/// <param name="At">By the server's clock, UTC.</param>
public sealed record CheckIn(string ScanId, int Places, DateTimeOffset At, string Door, string Device);

/// <summary>How many places of one issue of a ticket came in so far, or that it opens no door. Keyed by id and issue, never by the signature, which can be varied.</summary>
/// <param name="Admitted">Places, 0 to the party: more may have been let in by doors that did not know of each other, but nobody is counted twice.</param>
/// <param name="Since">When the first of them came in, UTC.</param>
/// <param name="Door">Where the last of them came in.</param>
/// <param name="Party">Of this issue; 0 before anybody came in.</param>
/// <param name="CheckIns">All that were not undone, the earliest first by the server's clock, whatever the order in which they were handed in.</param>
/// <param name="Clashes">Scans that brought more in than the party is; see <see cref="Clash"/>.</param>
/// <param name="Apart">People of the check-ins whom a settled clash took out of this count: they went away, or are counted as people without a ticket.</param>
/// <param name="VoidAt">Since when it opens no door, UTC.</param>
/// <param name="Proofs">Of an issue whose party goes on with the next one, as <see cref="TokenProof.Both"/>: a phone may have let it in before.</param>
public sealed record Admission(
    string Ticket, int Issue, int Admitted, DateTimeOffset? Since, string? Door, string? LastScan, TicketVoid? Void,
    int Party = 0, IReadOnlyList<CheckIn>? CheckIns = null, IReadOnlyList<string>? Clashes = null, int Apart = 0,
    DateTimeOffset? VoidAt = null, byte[]? Proofs = null) : ISlotRow
{
    public const string Prefix = "a:";

    public string RowKey => $"{Prefix}{Ticket}:{Issue}";

    public static string KeyOf(TicketId ticket, int issue) => $"{Prefix}{ticket}:{issue}";

    public static Admission None(TicketId ticket, int issue) => new(ticket.ToString(), issue, 0, null, null, null, null);

    /// <summary>Whether a phone held this very issue before its camera, as far as that is still known.</summary>
    public bool Proves(ReadOnlySpan<byte> proof) => TokenProof.IsOneOf(Proofs, proof);

    /// <summary>People whom scans let in beyond the party, and about whom nobody has decided.</summary>
    public int Over => Math.Max(0, People(CheckIns ?? []) - Party);

    /// <summary>Places that the check-ins account for.</summary>
    public int Counted => Math.Clamp(People(CheckIns ?? []), 0, Party);

    /// <summary>Places of the party that nobody has come in by.</summary>
    public int Left => Math.Max(0, Party - Admitted);

    public Admission With(CheckIn checkIn, int party) => Of([.. CheckIns ?? [], checkIn], party);

    /// <summary>Without what a scan let in.</summary>
    /// <param name="apart">So many of them had been taken out of the count before.</param>
    public Admission Without(string scanId, int apart) => (this with { Apart = Apart - apart }).Of((CheckIns ?? []).Where(checkIn => checkIn.ScanId != scanId), Party);

    /// <summary>Without people about whom somebody has decided, of whichever scan they were.</summary>
    public Admission Less(int people) => (this with { Apart = Apart + people }).Of(CheckIns ?? [], Party);

    /// <summary>The check-in against which another one clashes: the first one that has its place, or for the very first the last of the others.</summary>
    public CheckIn? Against(string scanId)
    {
        var all = CheckIns ?? [];
        return all.Count < 2 ? null : all[0].ScanId == scanId ? all[^1] : all[0];
    }

    private int People(IEnumerable<CheckIn> checkIns) => checkIns.Sum(checkIn => checkIn.Places) - Apart;

    private Admission Of(IEnumerable<CheckIn> checkIns, int party)
    {
        var ordered = checkIns.OrderBy(checkIn => checkIn.At).ThenBy(checkIn => checkIn.ScanId, StringComparer.Ordinal).ToList();
        return this with
        {
            Party = party,
            CheckIns = ordered,
            Admitted = Math.Clamp(People(ordered), 0, party),
            Since = ordered.FirstOrDefault()?.At,
            Door = ordered.LastOrDefault()?.Door,
            LastScan = ordered.LastOrDefault()?.ScanId,
        };
    }
}
