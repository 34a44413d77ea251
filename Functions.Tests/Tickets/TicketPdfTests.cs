using System.Text;
using FsCheck.Xunit;

namespace Esik.Tickets;

public class TicketPdfTests
{
    private const string KazakhLetters = "ӘәҒғҚқҢңӨөҰұҮүҺһІі";

    private static readonly TicketPdfContent Content = new()
    {
        Festival = "Art Energy Almaty «Work in progress»",
        Title = "Қуыршақ театры: Сергей Сон",
        Facts =
        [
            new("Орны", "Үлкен зал — DEPO"),
            new("Уақыты", "15 қыркүйек, 18:00–19:00"),
            new("Орын саны", "2"),
            new("Қонақ", "Әйгерім Жүсіпова"),
        ],
        Token = TicketKit.Token(),
        Code = ShortCode.For(TicketKit.GuestKey, "puppets-1", TicketKit.Ticket),
        Note = "Есік алдында осы кодты көрсетіңіз. Кіру тегін, № 1, ₸ 0.",
    };

    [Fact]
    public void Zbar_reads_the_code_in_the_pdf() => Assert.Equal(Content.Token, QrReader.ReadPdf(TicketPdf.Draw(Content)));

    [Fact]
    public void All_texts_can_be_read_and_copied()
    {
        var text = TextOf(TicketPdf.Draw(Content with { Title = KazakhLetters }));

        var facts = Content.Facts.SelectMany(fact => new[] { fact.Label, fact.Value });
        string[] expected = [Content.Festival, KazakhLetters, .. facts, Content.Code.Display, Content.Note];
        Assert.All(expected, said => Assert.Contains(said, text, StringComparison.Ordinal));
    }

    [Fact]
    public void All_fonts_are_embedded_and_the_file_is_small()
    {
        var pdf = TicketPdf.Draw(Content);
        using var folder = new TemporaryFolder();
        var fonts = Tool.Run("pdffonts", folder.Write("ticket.pdf", pdf)).TrimEnd('\n').Split('\n')[2..];

        // The columns from the right: object id (two), unicode map, subset, embedded.
        Assert.All(fonts, font => Assert.Equal("yes", font.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^5]));
        Assert.Contains("NotoSans", Assert.Single(fonts), StringComparison.Ordinal);
        Assert.InRange(pdf.Length, 5_000, 40_000);
    }

    [Fact]
    public void The_same_ticket_gives_the_same_bytes() => Assert.Equal(TicketPdf.Draw(Content), TicketPdf.Draw(Content));

    [Fact]
    public void Letters_that_the_font_lacks_leave_a_sign()
    {
        var text = TextOf(TicketPdf.Draw(Content with { Facts = [new("Қонақ", "Әйгерім 👩‍👩‍👧 سلام 漢"), new("Name", "\uD800 x\u0301y")] }));

        Assert.Contains("Әйгерім \uFFFD \uFFFD\uFFFD\uFFFD\uFFFD \uFFFD", text, StringComparison.Ordinal);
        Assert.Contains("\uFFFD xy", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_wrap_and_never_reach_the_code()
    {
        var title = string.Join(' ', Enumerable.Repeat("Қаланың мәселелері туралы ашық әңгіме", 6));
        TicketPdfFact[] wide = [new("Word", new string('Ж', 300)), new("Last", new string('W', 5000))];
        var pdf = TicketPdf.Draw(Content with { Title = title, Facts = [.. Content.Facts, .. wide] });

        Assert.Equal(Content.Token, QrReader.ReadPdf(pdf));
        Assert.Contains("Қаланың мәселелері", TextOf(pdf), StringComparison.Ordinal);
    }

    [Property(MaxTest = 60)]
    public void Any_text_makes_a_ticket(string? title, string? name)
    {
        var pdf = TicketPdf.Draw(Content with { Title = title ?? "", Facts = [new("Қонақ", name ?? "")] });

        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf[..5]), StringComparison.Ordinal);
    }

    private static string TextOf(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        return Tool.Run("pdftotext", "-layout", "-enc", "UTF-8", folder.Write("ticket.pdf", pdf), "-");
    }
}
