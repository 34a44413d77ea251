using System.Globalization;
using System.Text;
using QRCoder;

namespace Esik.Tickets;

/// <summary>A dark run of modules in one row, in modules from the picture's top left corner, quiet zone included.</summary>
public readonly record struct QrRun(int X, int Y, int Width);

/// <summary>
/// The QR code of a ticket's token: version 5 at error correction M in alphanumeric mode, with the quiet zone of four modules that
/// the standard asks for, so 45 modules a side. Black on white whatever the page's colours: scanners want it so.
/// </summary>
public sealed class QrPicture
{
    /// <summary>Modules a side, quiet zone included.</summary>
    public const int Side = 45;

    /// <summary>Pixels a module in the PNG: 360 a side, sharp at the width of a phone.</summary>
    public const int ModulePixels = 8;

    private const int Version = 5;

    private readonly bool[,] dark = new bool[Side, Side];
    private readonly byte[] png;

    private QrPicture(QRCodeData code)
    {
        if (code.ModuleMatrix.Count != Side)
            throw new InvalidOperationException($"Version {Version} has {Side} modules a side, not {code.ModuleMatrix.Count}.");
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
                dark[x, y] = code.ModuleMatrix[y][x];
        }
        png = new PngByteQRCode(code).GetGraphic(ModulePixels);
    }

    /// <summary>The picture of one token. Another text than a token is a bug and throws.</summary>
    public static QrPicture Of(string token)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(token.Length, TicketToken.TextLength);
        using var code = QRCodeGenerator.GenerateQrCode(token, QRCodeGenerator.ECCLevel.M, requestedVersion: Version);
        return new QrPicture(code);
    }

    /// <summary>Black and white, <see cref="ModulePixels"/> pixels a module.</summary>
    public byte[] Png() => png;

    /// <summary>One path on white, without any style, so that a strict Content-Security-Policy lets it through. UTF-8 text.</summary>
    public string Svg()
    {
        var svg = new StringBuilder();
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" shape-rendering=\"crispEdges\" ");
        const int pixels = Side * ModulePixels;
        svg.Append(CultureInfo.InvariantCulture, $"width=\"{pixels}\" height=\"{pixels}\" viewBox=\"0 0 {Side} {Side}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#fff\" d=\"M0 0h{Side}v{Side}H0z\"/><path d=\"");
        foreach (var run in Runs())
            svg.Append(CultureInfo.InvariantCulture, $"M{run.X} {run.Y}h{run.Width}v1h-{run.Width}z");
        return svg.Append("\"/></svg>").ToString();
    }

    /// <summary>All dark runs, row by row.</summary>
    public IEnumerable<QrRun> Runs()
    {
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var start = x;
                while (x < Side && dark[x, y])
                    x++;
                if (x > start)
                    yield return new QrRun(start, y, x - start);
            }
        }
    }
}
