using Esik.Tickets;
using SkiaSharp;

namespace Esik.Bench.Pictures;

/// <summary>What a door's camera may see of one real ticket: 1280 by 720 pixels, spoiled in one way or another. The same token gives the same pictures.</summary>
/// <param name="Name">How it is spoiled.</param>
public sealed record TicketPicture(string Name, byte[] Png)
{
    public const int Width = 1_280;
    public const int Height = 720;

    private static readonly SKColor Table = new(0x8a, 0x84, 0x78);

    private static readonly (string Name, Func<SKBitmap, SKBitmap> Make)[] Ways =
    [
        ("held still", code => Scene(code, 380)),
        ("small, far away", code => Scene(code, 130)),
        ("rotated by 33 degrees", code => Scene(code, 340, canvas => canvas.RotateDegrees(33))),
        ("upside down, tilted", code => Scene(code, 380, canvas => canvas.Concat(Tilt))),
        ("dim", code => Spoil.Light(Scene(code, 360), 0.16f, -4)),
        ("blurred", code => Spoil.Blur(Scene(code, 360), 3.2f, 3.2f)),
        ("moved", code => Spoil.Blur(Scene(code, 380), 3.6f, 0.4f)),
        ("low contrast", code => Spoil.Light(Scene(code, 360), 0.14f, 110)),
        ("inverted, dark mode", code => Scene(Spoil.Invert(code), 360)),
        ("glare of a lamp", code => Spoil.Glare(Scene(code, 360))),
        ("cracked screen", code => Spoil.Cracks(Scene(code, 360))),
        ("JPEG of a messenger, quality 6", code => Spoil.Jpeg(Scene(code, 260), 6)),
        ("busy background", code => Spoil.Busy(code, 250)),
        ("moire of a screen", code => Spoil.Moire(Scene(code, 400))),
        ("noise of a night camera", code => Spoil.Noise(Spoil.Light(Scene(code, 340), 0.4f, 20), 46)),
        ("crumpled paper", code => Spoil.Crumple(Scene(code, 380))),
        ("a thumb over a corner", code => Spoil.Thumb(Scene(code, 380))),
        ("half in the shadow", code => Spoil.Shadow(Scene(code, 360))),
    ];

    private static SKMatrix Tilt => SKMatrix.Concat(
        SKMatrix.CreateRotationDegrees(172),
        new SKMatrix { ScaleX = 1, SkewX = 0.18f, ScaleY = 0.86f, Persp0 = 0.0005f, Persp1 = 0.0004f, Persp2 = 1 });

    /// <summary>How many pictures there are of one ticket; the first is not spoiled at all.</summary>
    public static int Count => Ways.Length;

    public static IReadOnlyList<TicketPicture> AllOf(string token) => [.. Enumerable.Range(0, Count).Select(way => Of(token, way))];

    /// <param name="token"></param>
    /// <param name="way">From 0 to below <see cref="Count"/>.</param>
    public static TicketPicture Of(string token, int way)
    {
        using var code = SKBitmap.Decode(QrPicture.Of(token).Png());
        using var scene = Ways[way].Make(code);
        using var png = scene.Encode(SKEncodedImageFormat.Png, 100);
        return new(Ways[way].Name, png.ToArray());
    }

    /// <summary>The code in the middle of a table, so many pixels a side.</summary>
    private static SKBitmap Scene(SKBitmap code, float side, Action<SKCanvas>? place = null)
    {
        var scene = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Bgra8888));
        using var canvas = new SKCanvas(scene);
        canvas.Clear(Table);
        canvas.Translate(Width / 2f, Height / 2f);
        place?.Invoke(canvas);
        using var image = SKImage.FromBitmap(code);
        canvas.DrawImage(image, SKRect.Create(-side / 2, -side / 2, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return scene;
    }
}
