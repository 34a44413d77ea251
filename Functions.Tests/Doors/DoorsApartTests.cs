using System.Text.Json;
using Esik.Hosting.Tests;
using Esik.Registrations.Tests;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>Several phones at one slot, cut off and joined: each decides alone, and together they come to one truth.</summary>
public sealed class DoorsApartTests : DoorWorld
{
    [Fact]
    public async Task Three_phones_cut_off_decide_alone_and_agree_once_joined()
    {
        var tokens = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => TokenAsync(number, party: number == 3 ? 4 : 1)));
        await using var browserA = await CameraAsync(tokens[0]);
        await using var browserB = await CameraAsync(tokens[0]);
        // All three have synced before any of the two cameras sees its guest: their pages come to the front one after the other.
        await using var typed = await PairAsync(door: "hall-back");
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

        await AgreeAsync(7, clashes: 2);
    }

    [Fact]
    public async Task A_page_killed_in_the_middle_of_handing_in_loses_and_doubles_nobody()
    {
        await using var phone = await PairAsync();
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
        await phone.KillAndReopenAsync();
        await AgreeAsync(6);
    }

    [Fact]
    public async Task A_server_that_fails_in_every_way_gets_each_scan_once()
    {
        var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        // The page waits twelve seconds for an answer; here, three.
        await context.AddInitScriptAsync("const wait = window.setTimeout; window.setTimeout = (act, after, ...given) => wait(act, after === 12_000 ? 3_000 : after, ...given);");
        await using var phone = await PairAsync(context);
        await phone.CutOffAsync();
        for (var number = 0; number < 5; number++)
            Assert.Equal("welcome", await phone.ScanAsync(await TokenAsync(number)));
        var seen = new List<int>();
        await phone.Page.RouteAsync("**/api/door/scans", route => FailAsync(route, seen));
        await phone.JoinAsync();
        // After each failure the phone takes longer to try again.
        await SeatCheck.UntilAsync(() => seen.Count >= 5, "the server fails in every way", seconds: 60);
        await AgreeAsync(5);
        // All five fail twice, and are too many at once; in halves they are lost on the way back, then hang, and come again.
        Assert.Equal([5, 5, 5, 3, 3, 3], seen.Take(6));
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
            case 5:
                // Nobody answers.
                break;
            default:
                await route.ContinueAsync();
                break;
        }
    }

    private async Task<DoorPhone> CameraPhoneAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(DoorPhone.Small);
        // Without permission the camera stays shut, until the test lets it look.
        await context.ClearPermissionsAsync();
        await context.AddInitScriptAsync("""
            const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
            let mayLook;
            const looking = new Promise((resolve) => { mayLook = resolve; });
            window.look = () => mayLook();
            navigator.mediaDevices.getUserMedia = async (wanted) => { await looking; return open(wanted); };
            """);
        return await PairAsync(context);
    }

    private static Task<string> LookAsync(DoorPhone phone) => phone.AnswerToAsync(() => phone.Page.EvaluateAsync("() => window.look()"));

    private async Task<string> TokenAsync(int number, int party = 1) => (await new TestGuest($"guest{number}@example.org", party).RegisterAsync(Site, "clay")).Token;
}
