using System.Text;
using FsCheck.Xunit;

namespace Esik.Doors.Tests;

public class DoorListPdfTests
{
    private static readonly DoorListContent Content = new()
    {
        Festival = "Art Energy Almaty «Work in progress»",
        Title = "Қуыршақ театры: Сергей Сон",
        Facts = "18 қыркүйек, сенбі, 18:00–19:00 · Үлкен зал · Басты есік",
        Printed = "2 қонақ, 7 орын · 18 қыркүйек, 17:30 басып шығарылды",
        Note = "Кірген әр адамға бір ұяшық белгілеңіз.",
        Empty = "Тізім бос",
        PageOf = (page, pages) => $"page {page} of {pages}",
        Rows = [new("Ә", "Әйгерім Жүсіпова", 6, 2, "ABCD-EFGH"), new("Қ", "Қуаныш", 1, 0, "JKMN-PQRS")],
    };

    [Fact]
    public void Names_codes_and_facts_can_be_read()
    {
        var text = TextOf(DoorListPdf.Draw(Content));
        foreach (var said in new[] { Content.Festival, Content.Title, Content.Facts, Content.Printed, Content.Note, "Әйгерім Жүсіпова", "ABCD-EFGH", "Қуаныш", "page 1 of 1" })
            Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.DoesNotContain("Тізім бос", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_has_its_number_and_its_rows()
    {
        var rows = Enumerable.Range(1, (2 * DoorListPdf.RowsPerPage) + 1).Select(number => new DoorListRow("Қ", $"Қонақ {number:000}", 2, 0, "ABCD-EFGH"));
        var pages = TextOf(DoorListPdf.Draw(Content with { Rows = [.. rows] })).TrimEnd('\f').Split('\f');
        Assert.Equal(3, pages.Length);
        Assert.Contains("page 2 of 3", pages[1], StringComparison.Ordinal);
        Assert.Equal([DoorListPdf.RowsPerPage, DoorListPdf.RowsPerPage, 1], pages.Select(page => page.Split("Қонақ ").Length - 1));
        // The letter stands once on each page, beside the first of its names.
        Assert.All(pages, page => Assert.Single(page.Split('\n'), line => line.TrimStart().StartsWith("Қ ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Nobody_is_a_page_that_says_so() => Assert.Contains("Тізім бос", TextOf(DoorListPdf.Draw(Content with { Rows = [] })), StringComparison.Ordinal);

    // Drawn boxes are seen in a picture of the page: a party of six has six, and each admitted place makes its box darker.
    [Fact]
    public void Each_place_has_a_box_and_who_was_inside_is_crossed()
    {
        var none = Ink(Content with { Rows = [new("", "", 1, 0, "")] });
        var five = Ink(Content with { Rows = [new("", "", 6, 0, "")] }) - none;
        var one = Ink(Content with { Rows = [new("", "", 2, 0, "")] }) - none;
        Assert.InRange(five, (one * 5) - 40, (one * 5) + 40);
        Assert.True(one > 40, $"a box is {one} dark pixels");
        Assert.True(Ink(Content with { Rows = [new("", "", 1, 1, "")] }) > none + 20);
    }

    [Fact]
    public void A_name_that_is_too_long_leaves_the_boxes_free() =>
        Assert.Contains("…", TextOf(DoorListPdf.Draw(Content with { Rows = [new("Ж", new string('Ж', 300), 6, 0, "ABCD-EFGH")] })), StringComparison.Ordinal);

    [Fact]
    public void The_same_list_gives_the_same_bytes() => Assert.Equal(DoorListPdf.Draw(Content), DoorListPdf.Draw(Content));

    [Property(MaxTest = 30)]
    public void Any_name_makes_a_list(string? name) =>
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(DoorListPdf.Draw(Content with { Rows = [new("", name ?? "", 1, 0, "")] })[..5]), StringComparison.Ordinal);

    private static string TextOf(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        return Tool.Run("pdftotext", "-layout", "-enc", "UTF-8", folder.Write("list.pdf", pdf), "-");
    }

    private static int Ink(DoorListContent content)
    {
        using var folder = new TemporaryFolder();
        var pdf = folder.Write("list.pdf", DoorListPdf.Draw(content));
        var picture = Path.Combine(folder.Path, "list");
        Tool.Run("pdftoppm", "-gray", "-r", "72", "-singlefile", pdf, picture);
        return File.ReadAllBytes(picture + ".pgm").Count(grey => grey < 128);
    }
}
