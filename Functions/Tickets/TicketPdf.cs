using SkiaSharp;

namespace Esik.Tickets;

/// <summary>
/// A ticket to print or to keep: one A6 page with the facts on top and the QR code, as sharp vector squares, below. The same content
/// gives the same bytes. Under 40 KB. Safe for use by several threads.
/// </summary>
public static class TicketPdf
{
    // Points, 72 to the inch. A6 is 105 by 148 mm; a module of 3.5 points makes a code of 46 mm, read from an arm's length.
    private const float PageWidth = 297.6f;
    private const float PageHeight = 419.5f;
    private const float Margin = 22;
    private const float TextWidth = PageWidth - (2 * Margin);
    private const float ModulePoints = 3.5f;
    private const float QrSide = QrPicture.Side * ModulePoints;
    private const float CodeBaseline = PageHeight - 38;
    private const float QrTop = CodeBaseline - 14 - QrSide;
    private const float NoteBaseline = PageHeight - 20;
    private const float NotePoints = 7;
    private const float Leading = 1.3f;

    private static readonly SKColor Ink = new(0x16, 0x16, 0x16);
    private static readonly SKColor Pale = new(0x5C, 0x5C, 0x5C);

    // Texts shrink together in these steps until they fit above the code.
    private static readonly float[] Scales = [1, 0.92f, 0.84f, 0.76f, 0.68f, 0.6f];

    private sealed record Block(string Text, float Points, SKColor Colour, float GapPoints, int LinesMax);

    private sealed record Line(string Text, float Points, SKColor Colour, float Baseline);

    /// <summary>The PDF file.</summary>
    public static byte[] Draw(TicketPdfContent content)
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
            var page = document.BeginPage(PageWidth, PageHeight);
            foreach (var line in Fit([.. Blocks(content)]))
                DrawLine(page, line, Margin, SKTextAlign.Left);
            DrawQr(page, QrPicture.Of(content.Token));
            DrawLine(page, new(content.Code.Display, 15, Ink, CodeBaseline), PageWidth / 2, SKTextAlign.Center);
            DrawLine(page, new(OneLine(content.Note), NotePoints, Pale, NoteBaseline), PageWidth / 2, SKTextAlign.Center);
            document.EndPage();
            document.Close();
        }
        return file.ToArray();
    }

    private static IEnumerable<Block> Blocks(TicketPdfContent content)
    {
        yield return new(TicketFont.Legible(content.Festival), 8.5f, Pale, 0, 2);
        yield return new(TicketFont.Legible(content.Title), 18, Ink, 3, 4);
        foreach (var fact in content.Facts)
        {
            yield return new(TicketFont.Legible(fact.Label), 7, Pale, 5, 1);
            yield return new(TicketFont.Legible(fact.Value), 11, Ink, 0, 2);
        }
    }

    private static List<Line> Fit(IReadOnlyList<Block> blocks)
    {
        List<Line> lines = [];
        foreach (var scale in Scales)
        {
            lines = [.. Lay(blocks, scale, scale == Scales[^1])];
            if (lines.TrueForAll(line => line.Baseline + (line.Points * 0.3f) <= QrTop))
                return lines;
        }
        // Even the smallest has no room, which takes more facts than a ticket has: the last ones give way to the code.
        return lines.FindAll(line => line.Baseline + (line.Points * 0.3f) <= QrTop);
    }

    private static IEnumerable<Line> Lay(IReadOnlyList<Block> blocks, float scale, bool cut)
    {
        var bottom = Margin;
        foreach (var block in blocks)
        {
            var points = block.Points * scale;
            using var font = TicketFont.Sized(points);
            bottom += block.GapPoints * scale;
            foreach (var text in LineBreak.Lines(block.Text, font, TextWidth, cut ? block.LinesMax : int.MaxValue))
            {
                yield return new(text, points, block.Colour, bottom + points);
                bottom += points * Leading;
            }
        }
    }

    private static string OneLine(string text)
    {
        using var font = TicketFont.Sized(NotePoints);
        return LineBreak.Lines(TicketFont.Legible(text), font, TextWidth, 1).FirstOrDefault("");
    }

    private static void DrawLine(SKCanvas page, Line line, float x, SKTextAlign align)
    {
        using var font = TicketFont.Sized(line.Points);
        using var paint = new SKPaint { Color = line.Colour, IsAntialias = true };
        page.DrawText(line.Text, x, line.Baseline, align, font, paint);
    }

    // One path for all squares: viewers would show hair lines between squares that are filled one by one.
    private static void DrawQr(SKCanvas page, QrPicture picture)
    {
        using var squares = new SKPathBuilder();
        var left = (PageWidth - QrSide) / 2;
        foreach (var run in picture.Runs())
        {
            var (x, y) = (left + (run.X * ModulePoints), QrTop + (run.Y * ModulePoints));
            squares.AddRect(SKRect.Create(x, y, run.Width * ModulePoints, ModulePoints));
        }
        using var path = squares.Detach();
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = false };
        page.DrawPath(path, paint);
    }
}
