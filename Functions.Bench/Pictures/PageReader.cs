using Microsoft.Playwright;

namespace Esik.Bench.Pictures;

/// <summary>Reads pictures in a browser with the door page's own reader, as the page does with its camera's.</summary>
public static class PageReader
{
    private const string Program = "/usr/bin/chromium";

    // The page's own worker decodes; what comes before, from a file to pixels, is the camera's part on a phone.
    private const string Read = """
        async (pictures) => {
          const worker = new Worker("/door/decoder.js");
          const texts = [];
          for (const picture of pictures) {
            const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
            const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const context = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height }).getContext("2d");
            context.drawImage(bitmap, 0, 0);
            const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer;
            const read = await new Promise((resolve) => {
              worker.onmessage = ({ data }) => resolve(data);
              worker.postMessage({ pixels, width: bitmap.width, height: bitmap.height }, [pixels]);
            });
            if (read.trouble) throw new Error(read.trouble);
            texts.push(read.text ?? "");
          }
          worker.terminate();
          return texts;
        }
        """;

    /// <summary>What was read in each picture; empty where nothing was.</summary>
    /// <param name="page">Of the door app's own address.</param>
    /// <param name="pictures"></param>
    public static Task<string[]> ReadAsync(IPage page, IEnumerable<TicketPicture> pictures) =>
        page.EvaluateAsync<string[]>(Read, pictures.Select(picture => Convert.ToBase64String(picture.Png)).ToArray());

    /// <summary>Chromium with a camera that shows a file, without a window.</summary>
    public static Task<IBrowser> LaunchAsync(IPlaywright driver, string? video = null) => driver.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Program,
        Args =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            .. video is null ? Array.Empty<string>() : ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={video}"],
        ],
    });
}
