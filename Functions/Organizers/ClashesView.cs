using Esik.Doors;
using Esik.Languages;
using Esik.Programmes;

namespace Esik.Organizers;

/// <summary>A form that was refused, as it is drawn again.</summary>
/// <param name="Key">Text key of what was wrong.</param>
public sealed record ClashMistake(string ScanId, string Key, string Verdict, string Note);

/// <summary>The clashes of the slots that a reader may see.</summary>
/// <param name="Lines">The open ones first.</param>
/// <param name="Outcome">Of the last post.</param>
public sealed record ClashesView(Programme Programme, IReadOnlyList<ClashLine> Lines, ClashMistake? Mistake = null, SettleOutcome? Outcome = null)
{
    public const string Purpose = "organizer-clash";

    public IEnumerable<ClashLine> Open => Lines.Where(line => line.Clash.IsOpen);

    public IEnumerable<ClashLine> Settled => Lines.Where(line => !line.Clash.IsOpen);

    public string Door(string id, Language language) => Programme.DoorById(id)?.Name.In(language) ?? id;

    /// <summary>Text key of what happened.</summary>
    public static string CauseOf(Clash clash) => clash.Cause switch
    {
        ClashCause.Twice => "clash.twice",
        ClashCause.Void => "clash.void",
        ClashCause.Room => clash.Ticket is null ? "clash.room-walk-in" : "clash.room",
    };

    /// <summary>Who settled it, for people: an organizer's address, or a lead's phone by its name.</summary>
    public static string By(ClashLine line, TextsIn texts) => line.Clash.Settled!.By is var by && DoorDevice.IsId(by) ? Device(line, by, texts) : by;

    public static string Device(ClashLine line, string id, TextsIn texts) =>
        id == PaperDesk.Device ? texts["clash.paper"] : line.Devices.GetValueOrDefault(id) is { Length: > 0 } name ? name : texts["clash.device-gone"];
}
