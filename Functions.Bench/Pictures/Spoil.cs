using System.Runtime.InteropServices;
using SkiaSharp;

namespace Esik.Bench.Pictures;

/// <summary>Ways in which a picture becomes worse. Each is made anew the same from fixed numbers; those that return another bitmap end the one given.</summary>
internal static class Spoil
{
    private const int Seed = 20_260_915;

    /// <summary>Scales every channel, then adds to it (0 to 255).</summary>
    public static SKBitmap Light(SKBitmap scene, float scale, float add) => Through(scene, new SKPaint
    {
        ColorFilter = SKColorFilter.CreateColorMatrix([scale, 0, 0, 0, add / 255, 0, scale, 0, 0, add / 255, 0, 0, scale, 0, add / 255, 0, 0, 0, 1, 0]),
    });

    public static SKBitmap Blur(SKBitmap scene, float across, float down) => Through(scene, new SKPaint { ImageFilter = SKImageFilter.CreateBlur(across, down) });

    /// <summary>White on black, quiet zone included. Leaves what it was given as it is.</summary>
    public static SKBitmap Invert(SKBitmap code)
    {
        var inverted = code.Copy(SKColorType.Bgra8888);
        foreach (ref var pixel in Pixels(inverted))
            pixel ^= 0x00ff_ffff;
        return inverted;
    }

    public static SKBitmap Glare(SKBitmap scene) => Over(scene, canvas =>
    {
        using var lamp = SKShader.CreateRadialGradient(new SKPoint(720, 300), 150, [SKColors.White, SKColors.White.WithAlpha(150), SKColors.White.WithAlpha(0)], [0, 0.3f, 1], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = lamp };
        canvas.DrawRect(0, 0, scene.Width, scene.Height, paint);
    });

    public static SKBitmap Cracks(SKBitmap scene) => Over(scene, canvas =>
    {
        var random = new Random(Seed);
        for (var ray = 0; ray < 8; ray++)
        {
            using var line = new SKPaint { Color = ray % 2 == 0 ? SKColors.Black : new SKColor(0xee, 0xee, 0xee), StrokeWidth = 1.5f + (ray % 2), IsStroke = true, IsAntialias = true };
            var angle = (ray * 0.7) + random.NextDouble();
            canvas.DrawLine(560, 420, 560 + (float)(700 * Math.Cos(angle)), 420 + (float)(700 * Math.Sin(angle)), line);
        }
    });

    public static SKBitmap Jpeg(SKBitmap scene, int quality)
    {
        using (scene)
        {
            using var jpeg = scene.Encode(SKEncodedImageFormat.Jpeg, quality);
            return SKBitmap.Decode(jpeg);
        }
    }

    /// <summary>Posters, stripes and letters all around the code.</summary>
    public static SKBitmap Busy(SKBitmap code, float side)
    {
        var scene = new SKBitmap(new SKImageInfo(TicketPicture.Width, TicketPicture.Height, SKColorType.Bgra8888));
        using var canvas = new SKCanvas(scene);
        var random = new Random(Seed);
        canvas.Clear(SKColors.Beige);
        for (var shape = 0; shape < 600; shape++)
        {
            using var paint = new SKPaint { Color = new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
            canvas.DrawRect(random.Next(TicketPicture.Width), random.Next(TicketPicture.Height), random.Next(4, 70), random.Next(4, 70), paint);
        }
        using var image = SKImage.FromBitmap(code);
        canvas.DrawImage(image, SKRect.Create(700, 260, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return scene;
    }

    /// <summary>A camera's grid of pixels over the screen's own, a little turned.</summary>
    public static SKBitmap Moire(SKBitmap scene) => EachPixel(scene, (x, y, light) =>
        light * (0.72 + (0.28 * Math.Cos(((x * 0.97) + (y * 0.06)) * Math.PI * 2 / 3.1))) * (0.8 + (0.2 * Math.Cos(y * Math.PI * 2 / 2.7))));

    public static SKBitmap Noise(SKBitmap scene, double strength)
    {
        var random = new Random(Seed);
        return EachPixel(scene, (_, _, light) => light + ((random.NextDouble() + random.NextDouble() - 1) * 2 * strength));
    }

    /// <summary>Waves that shift the picture and shade it, as folds do.</summary>
    public static SKBitmap Crumple(SKBitmap scene)
    {
        var crumpled = new SKBitmap(new SKImageInfo(scene.Width, scene.Height, SKColorType.Bgra8888));
        var before = Pixels(scene);
        var after = Pixels(crumpled);
        for (var y = 0; y < scene.Height; y++)
        {
            for (var x = 0; x < scene.Width; x++)
            {
                var fold = Math.Sin(x / 41.0) + Math.Sin((x + (2 * y)) / 67.0);
                var fromX = Math.Clamp(x + (int)(3 * Math.Sin(y / 37.0)), 0, scene.Width - 1);
                var fromY = Math.Clamp(y + (int)(3 * fold), 0, scene.Height - 1);
                after[(y * scene.Width) + x] = Grey(Brightness(before[(fromY * scene.Width) + fromX]) * (0.8 + (0.12 * fold)));
            }
        }
        scene.Dispose();
        return crumpled;
    }

    public static SKBitmap Thumb(SKBitmap scene) => Over(scene, canvas =>
    {
        using var skin = new SKPaint { Color = new SKColor(0xb9, 0x83, 0x66), IsAntialias = true };
        canvas.DrawOval(852, 560, 78, 92, skin);
    });

    public static SKBitmap Shadow(SKBitmap scene) => EachPixel(scene, (x, y, light) => x + (y / 3) > 760 ? light * 0.28 : light);

    private static SKBitmap Through(SKBitmap scene, SKPaint paint)
    {
        var after = new SKBitmap(new SKImageInfo(scene.Width, scene.Height, SKColorType.Bgra8888));
        using (var canvas = new SKCanvas(after))
            canvas.DrawBitmap(scene, 0, 0, SKSamplingOptions.Default, paint);
        paint.Dispose();
        scene.Dispose();
        return after;
    }

    private static SKBitmap Over(SKBitmap scene, Action<SKCanvas> draw)
    {
        using var canvas = new SKCanvas(scene);
        draw(canvas);
        return scene;
    }

    private static SKBitmap EachPixel(SKBitmap scene, Func<int, int, double, double> light)
    {
        var pixels = Pixels(scene);
        for (var at = 0; at < pixels.Length; at++)
            pixels[at] = Grey(light(at % scene.Width, at / scene.Width, Brightness(pixels[at])));
        return scene;
    }

    // Blue, green, red, opaque: all scenes are drawn so.
    private static Span<uint> Pixels(SKBitmap scene) => MemoryMarshal.Cast<byte, uint>(scene.GetPixelSpan());

    private static double Brightness(uint pixel) => (0.3 * (pixel >> 16 & 0xff)) + (0.59 * (pixel >> 8 & 0xff)) + (0.11 * (pixel & 0xff));

    private static uint Grey(double light) => 0xff00_0000 | ((uint)(byte)Math.Clamp(light, 0, 255) * 0x0001_0101);
}
