using Esik.Hosting.Tests;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>A volunteer's phone in a real browser: one page of the door app in a context of its own. Tickets are shown to it as a hand scanner types them.</summary>
internal sealed class DoorPhone(TestSite site, IBrowserContext context, IPage page) : IAsyncDisposable
{
    // As fast as a hand scanner: a pause between two keys would end the burst.
    private const string TypeToken = """
        token => {
          for (const key of [...token, "Enter"]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code: "", bubbles: true, cancelable: true }));
        }
        """;

    /// <summary>How large a phone is, and what its volunteer reads.</summary>
    public static BrowserNewContextOptions Small => new() { Locale = "en-GB", ViewportSize = new() { Width = 360, Height = 740 } };

    public IBrowserContext Context => context;

    /// <summary>The page that works.</summary>
    public IPage Page { get; set; } = page;

    /// <summary>A phone with its page open at the door; give it a context to look through a camera of its own.</summary>
    public static async Task<DoorPhone> PairAsync(TestSite site, IBrowserContext? context = null, DoorRole role = DoorRole.Volunteer, string door = "hall-door", TimeSpan? lasting = null)
    {
        context ??= await TestBrowser.NewContextAsync(Small);
        var phone = new DoorPhone(site, context, await context.NewPageAsync());
        var code = await site.Get<DoorDesk>().CreatePassAsync([door], lasting ?? TimeSpan.FromDays(4), reusable: false, CancellationToken.None, role);
        await phone.Page.GotoAsync($"{site.Address}door#{code}");
        await phone.Page.ClickAsync("#pair-start");
        await phone.SyncedAsync();
        return phone;
    }

    /// <summary>Waits until the page says that the server has everything.</summary>
    public async Task SyncedAsync() => await Page.WaitForSelectorAsync("#state[data-state=synced][data-waiting='0']");

    /// <summary>As when the network comes back: the page syncs at once.</summary>
    public async Task JoinAsync()
    {
        await context.SetOfflineAsync(false);
        await Page.EvaluateAsync("() => window.dispatchEvent(new Event('online'))");
    }

    public Task CutOffAsync() => context.SetOfflineAsync(true);

    /// <summary>Shows a ticket and gives the answer that appears.</summary>
    public Task<string> ScanAsync(string token) => AnswerToAsync(() => Page.EvaluateAsync(TypeToken, token));

    /// <summary>Types a short code and gives the answer that appears.</summary>
    public Task<string> TypeAsync(string code) => AnswerToAsync(() => EnterAsync(code));

    public async Task EnterAsync(string code)
    {
        await Page.FillAsync("#short-code", code);
        await Page.PressAsync("#short-code", "Enter");
    }

    /// <summary>Waits for an answer of this code.</summary>
    public async Task AnsweredAsync(string answer) => await Page.WaitForSelectorAsync($"#answer[data-answer={answer}]", new() { State = WaitForSelectorState.Visible });

    /// <summary>Waits until so many are inside, as the page shows it.</summary>
    public async Task InsideAsync(int places) => await Page.WaitForSelectorAsync($"#inside-count:text-is('{places}')");

    /// <summary>What appears after something was done; what it covers is drawn as well then.</summary>
    public async Task<string> AnswerToAsync(Func<Task> act)
    {
        if (await Page.IsVisibleAsync("#answer-next"))
            await Page.ClickAsync("#answer-next");
        await act();
        await Page.WaitForSelectorAsync("#answer[data-answer]", new() { State = WaitForSelectorState.Visible });
        var answer = await Page.GetAttributeAsync("#answer", "data-answer") ?? "";
        await Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))");
        return answer;
    }

    /// <summary>Inside, taken and capacity as the page shows them.</summary>
    public async Task<string> CountsAsync() =>
        $"{await Page.InnerTextAsync("#inside-count")} {await Page.InnerTextAsync("#taken-count")} {await Page.InnerTextAsync("#capacity-count")}";

    /// <summary>Every scan that the phone keeps, whether or not it was handed in.</summary>
    public Task<string[]> ScanIdsAsync() => Page.EvaluateAsync<string[]>("""
        () => new Promise((resolve, reject) => {
          const opened = indexedDB.open("esik-door");
          opened.onerror = () => reject(opened.error);
          opened.onsuccess = () => {
            const kept = opened.result.transaction("scans").objectStore("scans").getAll();
            kept.onsuccess = () => { opened.result.close(); resolve(kept.result.map((each) => each.scan.scanId)); };
          };
        })
        """);

    /// <summary>Ends the page without a word, as a phone does that needs its memory, and opens the app anew on the same phone.</summary>
    public async Task KillAndReopenAsync()
    {
        await Page.CloseAsync();
        Page = await context.NewPageAsync();
        await Page.GotoAsync($"{site.Address}door");
        await Page.WaitForSelectorAsync("#scanning", new() { State = WaitForSelectorState.Visible });
    }

    /// <summary>Loads the page again, and waits until it listens.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await Page.WaitForSelectorAsync("#scanning", new() { State = WaitForSelectorState.Visible });
    }

    /// <summary>Waits until the app would open without a network.</summary>
    public async Task KeptAsync() => await Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
