using System.Text.Json;
using Esik.Audits;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>Several phones at one slot, cut off and joined: each decides alone, and together they come to one truth.</summary>
public sealed class DoorsApartTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private TemporaryFolder folder = null!;

    public async Task InitializeAsync()
    {
        folder = new TemporaryFolder();
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 20)));
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Three_phones_cut_off_decide_alone_and_agree_once_joined()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => TokenAsync(number, party: number == 3 ? 4 : 1)));
        await using var browserA = await TestBrowser.WithCameraAsync(Camera("a", tokens[0]));
        await using var browserB = await TestBrowser.WithCameraAsync(Camera("b", tokens[0]));
        // All three have synced before any of the two cameras sees its guest: their pages come to the front one after the other.
        await using var typed = await DoorPhone.PairAsync(site, door: "hall-back");
        await using var a = await CameraPhoneAsync(browserA);
        await using var b = await CameraPhoneAsync(browserB);
        DoorPhone[] phones = [a, b, typed];
        await Task.WhenAll(phones.Select(phone => phone.CutOffAsync()));

        // The cameras begin to look: each lets the same guest in.
        Assert.Equal(["welcome", "welcome"], await Task.WhenAll(LookAsync(a), LookAsync(b)));
        Assert.Equal("welcome", await typed.ScanAsync(tokens[1]));
        Assert.Equal("welcome", await a.ScanAsync(tokens[2]));
        Assert.Equal("already-inside", await a.ScanAsync(tokens[2]));
        // A party of four comes, three at one door and all four at another.
        Assert.Equal("welcome", await typed.ScanAsync(tokens[3]));
        await typed.Page.ClickAsync("[data-fewer='3']");
        await typed.Page.WaitForSelectorAsync("#answer:has-text('1 more person')");
        Assert.Equal("welcome", await b.ScanAsync(tokens[3]));
        Assert.Equal(["2", "5", "4"], await Task.WhenAll(phones.Select(phone => phone.Page.InnerTextAsync("#inside-count"))));

        foreach (var phone in phones)
            await phone.JoinAsync();
        await AgreeAsync(phones, "7 7 20");
        Assert.Equal(7, (await site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Inside);
        var report = await site.Get<Audit>().RunAsync(new Progress<AuditReport>(), CancellationToken.None);
        Assert.DoesNotContain(report.Findings, finding => !finding.IsNote);
    }

    [Fact]
    public async Task A_page_killed_in_the_middle_of_handing_in_loses_and_doubles_nobody()
    {
        await using var phone = await DoorPhone.PairAsync(site);
        await phone.CutOffAsync();
        for (var number = 0; number < 3; number++)
            Assert.Equal("welcome", await phone.ScanAsync(await TokenAsync(number, party: 2)));
        // The server stores the scans; the page is gone before it hears of it.
        var stored = new TaskCompletionSource();
        await phone.Page.RouteAsync("**/api/door/scans", async route =>
        {
            await route.FetchAsync();
            stored.TrySetResult();
        });
        await phone.JoinAsync();
        await stored.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var again = await phone.KillAndReopenAsync();
        await again.SyncedAsync();
        Assert.Equal("6 6 20", await again.CountsAsync());
        Assert.Equal(6, (await site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Inside);
    }

    [Fact]
    public async Task A_server_that_fails_in_every_way_gets_each_scan_once()
    {
        await using var phone = await DoorPhone.PairAsync(site);
        await phone.CutOffAsync();
        for (var number = 0; number < 5; number++)
            Assert.Equal("welcome", await phone.ScanAsync(await TokenAsync(number)));
        var seen = new List<int>();
        await phone.Page.RouteAsync("**/api/door/scans", route => FailAsync(route, seen));
        await phone.JoinAsync();
        await phone.SyncedAsync();
        // All five fail, are too many at once, are lost on the way back; then they come in halves, again.
        Assert.Equal([5, 5, 5, 3], seen.Take(4));
        Assert.Equal(5, (await site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Inside);
        Assert.Equal("5 5 20", await phone.CountsAsync());
    }

    private static async Task FailAsync(IRoute route, List<int> seen)
    {
        seen.Add(JsonDocument.Parse(route.Request.PostData!).RootElement.GetProperty("scans").GetArrayLength());
        switch (seen.Count)
        {
            case 1:
                await route.FulfillAsync(new() { Status = 500 });
                break;
            case 2:
                await route.FulfillAsync(new() { Status = 429, Headers = new Dictionary<string, string> { ["Retry-After"] = "1" } });
                break;
            case 3:
                await route.FulfillAsync(new() { Status = 413 });
                break;
            case 4:
                await route.FetchAsync();
                await route.AbortAsync();
                break;
            default:
                await route.ContinueAsync();
                break;
        }
    }

    private async Task<DoorPhone> CameraPhoneAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 360, Height = 740 } });
        // Without permission the camera stays shut, until the test lets it look.
        await context.ClearPermissionsAsync();
        await context.AddInitScriptAsync("""
            const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            let mayLook;
            const looking = new Promise((resolve) => { mayLook = resolve; });
            window.look = () => mayLook();
            navigator.mediaDevices.getUserMedia = async (wanted) => { await looking; return open(wanted); };
            """);
        return await DoorPhone.PairAsync(site, context);
    }

    private static Task<string> LookAsync(DoorPhone phone) => phone.AnswerToAsync(() => phone.Page.EvaluateAsync("() => window.look()"));

    // The tally follows the ledger within a second, and pages ask every few seconds.
    private static async Task AgreeAsync(DoorPhone[] phones, string expected)
    {
        var shown = Array.Empty<string>();
        for (var turn = 0; turn < 20 && !(shown.Length > 0 && shown.All(each => each == expected)); turn++)
        {
            await Task.Delay(500);
            foreach (var phone in phones)
                await phone.JoinAsync();
            await Task.WhenAll(phones.Select(phone => phone.SyncedAsync()));
            shown = await Task.WhenAll(phones.Select(phone => phone.CountsAsync()));
        }
        Assert.All(shown, each => Assert.Equal(expected, each));
    }

    private async Task<string> TokenAsync(int number, int party = 1) => (await new TestGuest($"guest{number}@example.org", party).RegisterAsync(site, "clay")).Token;

    private string Camera(string name, string token)
    {
        var code = folder.Write($"{name}.png", QrPicture.Of(token).Png());
        var video = Path.Combine(folder.Path, $"{name}.mjpeg");
        Tool.Run(
            "ffmpeg", "-loglevel", "error", "-loop", "1", "-i", code, "-vf", "scale=480:480:flags=neighbor,pad=1280:720:(ow-iw)/2:(oh-ih)/2:gray",
            "-t", "1", "-r", "10", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", video);
        return video;
    }
}
