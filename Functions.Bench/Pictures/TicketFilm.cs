using SkiaSharp;

namespace Esik.Bench.Pictures;

/// <summary>What a browser's camera shows in place of the world: tickets one after the other, over and over. Chromium reads it as MJPEG, which is JPEG after JPEG.</summary>
public static class TicketFilm
{
    /// <summary>As many as Chromium shows in a second.</summary>
    private const int FramesPerSecond = 30;
    private const int Quality = 92;

    /// <param name="file">Ends with .mjpeg; written anew.</param>
    /// <param name="pictures">In the order in which they are held before the camera.</param>
    /// <param name="held">How long each is.</param>
    public static void Write(string file, IEnumerable<TicketPicture> pictures, TimeSpan held)
    {
        using var film = File.Create(file);
        foreach (var frame in pictures.Select(Frame))
        {
            for (var shown = 0; shown < held.TotalSeconds * FramesPerSecond; shown++)
                film.Write(frame);
        }
    }

    private static byte[] Frame(TicketPicture picture)
    {
        using var scene = SKBitmap.Decode(picture.Png);
        using var jpeg = scene.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return jpeg.ToArray();
    }
}
