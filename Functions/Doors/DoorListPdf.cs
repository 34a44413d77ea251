using Esik.Tickets;
using SkiaSharp;

namespace Esik.Doors;

/// <summary>
/// The door list on paper, A4 upright: for each guest the short code, the name, and a box for each place to tick by hand. The same
/// content gives the same bytes. Safe for use by several threads.
/// </summary>
public static class DoorListPdf
{
    /// <summary>Guests on a page.</summary>
    public const int RowsPerPage = 32;

    // Points, 72 to the inch: A4 is 210 by 297 mm. A box of 13 points is 4.6 mm, enough for a pencil in the dark.
    private const float PageWidth = 595.3f;
    private const float PageHeight = 841.9f;
    private const float Margin = 40;
    private const float Right = PageWidth - Margin;
    private const float RowsTop = 112;
    private const float RowHeight = 21;
    private const float HeadingX = Margin;
    private const float CodeX = Margin + 22;
    private const float NameX = CodeX + 92;
    private const float Box = 13;
    private const float BoxStep = 19;
    private const float BoxesX = Right - (6 * BoxStep) + (BoxStep - Box);
    private const float FootBaseline = PageHeight - 28;

    private static readonly SKColor Ink = new(0x16, 0x16, 0x16);
    private static readonly SKColor Pale = new(0x5C, 0x5C, 0x5C);
    private static readonly SKColor Rule = new(0xC8, 0xC8, 0xC8);

    /// <summary>The PDF file. An empty list is a page that says so.</summary>
    public static byte[] Draw(DoorListContent content)
    {
        using var file = new MemoryStream();
        var about = new SKDocumentPdfMetadata
        {
            Title = $"{TicketFont.Legible(content.Title)} · {TicketFont.Legible(content.Festival)}",
            Creator = "Esik",
            RasterDpi = SKDocumentPdfMetadata.DefaultRasterDpi,
            EncodingQuality = SKDocumentPdfMetadata.DefaultEncodingQuality,
        };
        using (var document = SKDocument.CreatePdf(file, about))
        {
            var pages = Math.Max(1, (content.Rows.Count + RowsPerPage - 1) / RowsPerPage);
            for (var page = 1; page <= pages; page++)
            {
                DrawPage(document.BeginPage(PageWidth, PageHeight), content, page, pages);
                document.EndPage();
            }
            document.Close();
        }
        return file.ToArray();
    }

    private static void DrawPage(SKCanvas canvas, DoorListContent content, int page, int pages)
    {
        DrawText(canvas, content.Festival, 8.5f, Pale, Margin, 40, Right - Margin);
        DrawText(canvas, content.Title, 17, Ink, Margin, 61, Right - Margin);
        DrawText(canvas, content.Facts, 10.5f, Ink, Margin, 79, Right - Margin);
        DrawText(canvas, content.Printed, 9, Pale, Margin, 94, Right - Margin);
        if (content.Rows.Count == 0)
            DrawText(canvas, content.Empty, 12, Ink, Margin, RowsTop + RowHeight, Right - Margin);
        var first = (page - 1) * RowsPerPage;
        var before = "";
        foreach (var (row, index) in content.Rows.Skip(first).Take(RowsPerPage).Select((row, index) => (row, index)))
        {
            DrawRow(canvas, row, RowsTop + (index * RowHeight), row.Heading == before ? "" : row.Heading);
            before = row.Heading;
        }
        var number = content.PageOf(page, pages);
        DrawText(canvas, number, 9, Ink, Right - Width(number, 9), FootBaseline, Right - Margin);
        DrawText(canvas, content.Note, 8, Pale, Margin, FootBaseline, Right - Margin - 100);
    }

    private static void DrawRow(SKCanvas canvas, DoorListRow row, float top, string heading)
    {
        var baseline = top + (RowHeight * 0.68f);
        using var rule = new SKPaint { Color = Rule, StrokeWidth = 0.5f, Style = SKPaintStyle.Stroke };
        canvas.DrawLine(heading.Length > 0 ? HeadingX : CodeX, top, Right, top, rule);
        DrawText(canvas, heading, 12, Ink, HeadingX, baseline, CodeX - HeadingX);
        DrawText(canvas, row.Code, 10.5f, Pale, CodeX, baseline, NameX - CodeX);
        DrawText(canvas, row.Name, 12, Ink, NameX, baseline, BoxesX - NameX - 8);
        for (var place = 0; place < row.Party; place++)
            DrawBox(canvas, BoxesX + (place * BoxStep), top + ((RowHeight - Box) / 2), place < row.Admitted);
    }

    private static void DrawBox(SKCanvas canvas, float x, float y, bool crossed)
    {
        using var line = new SKPaint { Color = Ink, StrokeWidth = 1, Style = SKPaintStyle.Stroke, IsAntialias = true };
        canvas.DrawRect(x, y, Box, Box, line);
        if (!crossed)
            return;
        canvas.DrawLine(x, y, x + Box, y + Box, line);
        canvas.DrawLine(x, y + Box, x + Box, y, line);
    }

    private static void DrawText(SKCanvas canvas, string text, float points, SKColor colour, float x, float baseline, float width)
    {
        using var font = TicketFont.Sized(points);
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        if (LineBreak.Lines(TicketFont.Legible(text), font, width, 1) is [var line, ..])
            canvas.DrawText(line, x, baseline, SKTextAlign.Left, font, paint);
    }

    private static float Width(string text, float points)
    {
        using var font = TicketFont.Sized(points);
        return font.MeasureText(text);
    }
}
