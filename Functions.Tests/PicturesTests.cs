using System.Net.Http.Json;
using System.Text.Json;
using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Microsoft.Playwright;

namespace Esik.Tests;

/// <summary>The pictures of README.md, taken from the running application; <c>scripts/pictures</c> has them written under docs/pictures.</summary>
public sealed class PicturesTests : IAsyncLifetime
{
    // A phone's screen, three pixels to two, so that letters are clear.
    private static readonly ViewportSize Screen = new() { Width = 412, Height = 732 };
    private const int BytesMax = 200_000;
    private const string OpenSlot = "try-the-door";

    private readonly Programme sample = ProgrammeFile.Read(SampleProgramme.Json).Programme!;
    private TemporaryFolder folder = null!;
    private TestSite site = null!;

    private string Target => Environment.GetEnvironmentVariable("ESIK_PICTURES") is { Length: > 0 } asked ? asked : folder.Path;

    public async Task InitializeAsync()
    {
        folder = new TemporaryFolder();
        site = await TestSite.StartAsync(new() { Settings = new Dictionary<string, string?> { ["FestivalId"] = sample.Festival.Id } });
        await site.ImportAsync(sample);
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_programme_page_can_be_shown()
    {
        await using var context = await TestBrowser.NewContextAsync(new() { ViewportSize = new() { Width = 760, Height = 1350 }, Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}en");
        await page.EvaluateAsync("() => document.fonts.ready");

        await TakeAsync(page, "programme.png");
    }

    [Fact]
    public async Task The_door_can_be_shown_as_it_lets_a_guest_in()
    {
        var token = await RegisterAsync();
        var code = await site.Get<DoorDesk>().CreatePassAsync([.. sample.Doors.Select(door => door.Id)], TimeSpan.FromHours(1), reusable: true, CancellationToken.None);
        await using var browser = await TestBrowser.WithCameraAsync(CameraShowing(token));
        await using var context = await browser.NewContextAsync(new() { ViewportSize = Screen, DeviceScaleFactor = 1.5f, Permissions = ["camera"], Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}door#{code}");
        await page.ClickAsync("#pair-start");
        await page.WaitForSelectorAsync("#answer[data-answer]", new() { State = WaitForSelectorState.Visible });
        Assert.Equal("welcome", await page.GetAttributeAsync("#answer", "data-answer"));

        await TakeAsync(page, "door.png");
    }

    private async Task<string> RegisterAsync()
    {
        var guest = new { name = "Айгерім Серікқызы", email = "aigerim@example.org", party = 2, language = "kk", consent = true, requestId = "picture-request-1" };
        using var answer = await site.Client.PostAsJsonAsync($"api/slots/{OpenSlot}/registrations", guest);
        var registration = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return registration.GetProperty("ticket").GetProperty("token").GetString()!;
    }

    private string CameraShowing(string token)
    {
        var code = folder.Write("code.png", Tickets.QrPicture.Of(token).Png());
        var video = Path.Combine(folder.Path, "camera.mjpeg");
        Tool.Run(
            "ffmpeg", "-loglevel", "error", "-loop", "1", "-i", code, "-vf", "scale=480:480:flags=neighbor,pad=1280:720:(ow-iw)/2:(oh-ih)/2:gray",
            "-t", "2", "-r", "15", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", video);
        return video;
    }

    private async Task TakeAsync(IPage page, string name)
    {
        var picture = await page.ScreenshotAsync(new() { Path = Path.Combine(Target, name) });
        Assert.InRange(picture.Length, 5_000, BytesMax);
    }
}
