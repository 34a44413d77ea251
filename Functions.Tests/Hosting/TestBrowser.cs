using Microsoft.Playwright;

namespace Esik.Hosting.Tests;

/// <summary>
/// Chromium, one for the whole test process; each test takes a context of its own (cookies, storage, language). The browser ends
/// with this process.
/// </summary>
public static class TestBrowser
{
    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private static readonly Lazy<Task<IPlaywright>> Driver = new(Playwright.CreateAsync);
    private static readonly Lazy<Task<IBrowser>> Shared = new(() => LaunchAsync());

    /// <summary>A context as a fresh visitor has it; dispose of it.</summary>
    public static async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null) =>
        await (await Shared.Value).NewContextAsync(options);

    /// <summary>
    /// A browser of its own whose camera shows <paramref name="video"/>, a file as `ffmpeg -loop 1 -i picture.png -t 2 -r 15
    /// -pix_fmt yuvj420p -c:v mjpeg video.mjpeg` makes it; dispose of it.
    /// </summary>
    public static Task<IBrowser> WithCameraAsync(string video) =>
        LaunchAsync("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={video}");

    private static async Task<IBrowser> LaunchAsync(params string[] more)
    {
        Assert.True(File.Exists(Program), $"{Program} is missing: apt-get install chromium");
        var driver = await Driver.Value;
        return await driver.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = [.. Arguments, .. more] });
    }
}
