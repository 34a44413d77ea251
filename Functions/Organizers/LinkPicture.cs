using System.Globalization;
using System.Text;
using QRCoder;

namespace Esik.Organizers;

/// <summary>A link as a QR code that a phone's camera opens: the outline of its dark modules, for an SVG of our own.</summary>
/// <param name="Side">Modules a side, quiet zone included.</param>
/// <param name="Outline">Path data, a unit a module.</param>
public sealed record LinkPicture(int Side, string Outline)
{
    public static LinkPicture Of(string link)
    {
        using var code = QRCodeGenerator.GenerateQrCode(link, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
        {
            for (var x = 0; x < code.ModuleMatrix.Count; x++)
            {
                if (code.ModuleMatrix[y][x])
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
            }
        }
        return new LinkPicture(code.ModuleMatrix.Count, path.ToString());
    }
}
