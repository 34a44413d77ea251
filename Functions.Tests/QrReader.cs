namespace Esik;

/// <summary>Reads QR codes with zbar, which shares no code with what draws them.</summary>
public static class QrReader
{
    /// <summary>What the one QR code in a PNG file says, to the letter: a token may begin with a space.</summary>
    public static string ReadPng(byte[] png)
    {
        using var folder = new TemporaryFolder();
        return ReadFile(folder.Write("picture.png", png));
    }

    /// <summary>Draws an SVG with librsvg and reads it.</summary>
    public static string ReadSvg(string svg)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("picture.svg", System.Text.Encoding.UTF8.GetBytes(svg));
        Tool.Run("rsvg-convert", "--output", file + ".png", file);
        return ReadFile(file + ".png");
    }

    /// <summary>Draws a PDF's first page with poppler, as on a phone's screen, and reads it.</summary>
    public static string ReadPdf(byte[] pdf)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("ticket.pdf", pdf);
        Tool.Run("pdftoppm", "-singlefile", "-r", "110", "-png", file, file);
        return ReadFile(file + ".png");
    }

    private static string ReadFile(string file)
    {
        var lines = Tool.Run("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file).TrimEnd('\n').Split('\n');
        return Assert.Single(lines);
    }
}
