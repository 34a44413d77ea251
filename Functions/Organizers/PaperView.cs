using Esik.Doors;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Organizers;

/// <summary>The page on which a door's paper list is entered.</summary>
/// <param name="Page">From 1; each has the rows of a page of paper, as long as nobody signed up or withdrew since it was printed.</param>
/// <param name="At">What the field of the time holds.</param>
/// <param name="Entered">What became of the last form; null before one was sent.</param>
/// <param name="Mistake">Text key of what was wrong with it.</param>
/// <param name="Ticked">Boxes that stay ticked when the form is drawn again, as their values.</param>
public sealed record PaperView(
    Programme Programme, Slot Slot, Door Door, IReadOnlyList<DoorGuest> Guests, int Page, string Proof, string At,
    IReadOnlyList<PaperLine>? Entered = null, string? Mistake = null, IReadOnlySet<string>? Ticked = null, string Codes = "", string WalkIns = "")
{
    public const string Purpose = "organizer-paper";

    public static int PagesOf(int guests) => Math.Max(1, (guests + DoorListPdf.RowsPerPage - 1) / DoorListPdf.RowsPerPage);

    public int Pages => PagesOf(Guests.Count);

    public IEnumerable<DoorGuest> Rows => Guests.Skip((Page - 1) * DoorListPdf.RowsPerPage).Take(DoorListPdf.RowsPerPage);

    public string Address(string door, int page) => $"/organizer/slots/{Slot.Id}/paper?door={door}&page={page.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>What became of a line, as a text key.</summary>
    public static string AnswerOf(PaperLine line) => line.Answer switch
    {
        null => "paper.unknown",
        DoorAnswer.Welcome => "paper.entered",
        DoorAnswer.Clash => "paper.clash",
        DoorAnswer.Undone => "paper.undone",
        _ => "paper.refused",
    };
}
