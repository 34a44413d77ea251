using Esik.Tickets;
using SkiaSharp;

namespace Esik.Bench.Pictures;

/// <summary>What a browser's camera shows in place of the world: tickets one after the other, over and over. Chromium reads it as MJPEG, which is JPEG after JPEG.</summary>
public static class TicketFilm
{
    /// <summary>As many as Chromium shows in a second.</summary>
    private const int FramesPerSecond = 30;
    private const int SidePixels = 400;
    private const int Quality = 92;

    /// <param name="file">Ends with .mjpeg; written anew.</param>
    /// <param name="tokens">In the order in which they are held before the camera.</param>
    /// <param name="held">How long each is.</param>
    public static void Write(string file, IEnumerable<string> tokens, TimeSpan held)
    {
        using var film = File.Create(file);
        foreach (var frame in tokens.Select(Frame))
        {
            for (var shown = 0; shown < held.TotalSeconds * FramesPerSecond; shown++)
                film.Write(frame);
        }
    }

    private static byte[] Frame(string token)
    {
        using var code = SKBitmap.Decode(QrPicture.Of(token).Png());
        using var scene = new SKBitmap(new SKImageInfo(TicketPicture.Width, TicketPicture.Height));
        using (var canvas = new SKCanvas(scene))
        {
            canvas.Clear(SKColors.Gray);
            using var image = SKImage.FromBitmap(code);
            var place = SKRect.Create((TicketPicture.Width - SidePixels) / 2, (TicketPicture.Height - SidePixels) / 2, SidePixels, SidePixels);
            canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
        using var jpeg = scene.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }
}
