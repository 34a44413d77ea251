using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>The door page in a real browser when something around it fails: a silent server, a full or spoilt phone, a pass that ends, two pages at once.</summary>
public sealed class DoorTroubleTests() : DoorWorld(capacity: 30)
{
    [Fact]
    public async Task While_the_server_is_silent_about_a_code_tickets_come_in_and_its_answer_comes_after()
    {
        var (token, _) = await GuestAsync("aigul");
        var (_, code) = await GuestAsync("dana");
        await using var phone = await PairAsync();
        var speaks = new TaskCompletionSource();
        await phone.Page.RouteAsync("**/api/door/scans", async route =>
        {
            if (route.Request.PostData!.Contains("shortCode", StringComparison.Ordinal))
                await speaks.Task;
            await route.ContinueAsync();
        });
        await phone.EnterAsync(code);
        await phone.Page.WaitForSelectorAsync("#checking", new() { State = WaitForSelectorState.Visible });
        Assert.Equal("welcome", await phone.ScanAsync(token));
        Assert.True(await phone.Page.EvaluateAsync<bool>("() => !document.getElementById('checking').hidden"));
        speaks.SetResult();
        await phone.Page.WaitForSelectorAsync($"#answer[data-answer=welcome]:has-text('{code}')");
        await phone.InsideAsync(2);
        await AgreeAsync(2);
    }

    [Fact]
    public async Task A_full_phone_keeps_scanning_and_is_left_by_nothing_until_all_is_handed_in()
    {
        await using var phone = await PairAsync(role: DoorRole.Lead);
        await phone.CutOffAsync();
        // As on a full phone: whatever is written, its transaction is aborted. (An overridden quota is not looked at for so few bytes.)
        await phone.Page.EvaluateAsync("""
            () => {
              const put = IDBObjectStore.prototype.put;
              IDBObjectStore.prototype.put = function (...given) {
                const asked = put.apply(this, given);
                this.transaction.abort();
                return asked;
              };
            }
            """);
        var (token, _) = await GuestAsync("aigul");
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await phone.Page.WaitForSelectorAsync("#no-room", new() { State = WaitForSelectorState.Attached });
        Assert.True(await phone.Page.EvaluateAsync<bool>("() => !document.getElementById('no-room').hidden"));
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        await phone.Page.ClickAsync("#answer-next");
        // A new link in this very tab, and the way to the clashes, would take the scans along.
        await phone.Page.EvaluateAsync("() => { window.isSame = true; location.hash = '#ANOTHER-CODE'; }");
        await phone.Page.WaitForSelectorAsync("#note:has-text('only in this open page')");
        Assert.Equal("", await phone.Page.EvaluateAsync<string>("() => location.hash"));
        // The note of the link goes, so that the one of the clashes is waited for: before it, they might still open as soon as the network is back.
        await phone.Page.EvaluateAsync("() => { document.getElementById('note').textContent = ''; }");
        await phone.Page.ClickAsync("#clashes-open");
        await phone.Page.WaitForSelectorAsync("#note:has-text('only in this open page')");
        Assert.True(await phone.Page.EvaluateAsync<bool>("() => window.isSame === true"));

        await phone.JoinAsync();
        await AgreeAsync(1);
        await phone.Page.ClickAsync("#clashes-open");
        await phone.Page.WaitForURLAsync("**/lead/clashes");
    }

    [Fact]
    public async Task Without_a_network_the_clashes_do_not_lead_away()
    {
        await using var phone = await PairAsync(role: DoorRole.Lead);
        await phone.CutOffAsync();
        await phone.Page.ClickAsync("#clashes-open");
        await phone.Page.WaitForSelectorAsync("#note:has-text('needs a network')");
        Assert.Equal("welcome", await phone.ScanAsync((await GuestAsync("aigul")).Token));
        Assert.False(await phone.Page.IsVisibleAsync("#note"));
        await AgreeAsync(1);
    }

    [Fact]
    public async Task A_pass_that_ended_keeps_scanning_and_says_whom_to_ask()
    {
        await using var phone = await PairAsync(lasting: TimeSpan.FromMinutes(20));
        Clock.Move(TimeSpan.FromMinutes(21));
        var (token, code) = await GuestAsync("aigul");
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await phone.Page.WaitForSelectorAsync("#state[data-state=cannot][data-waiting='1']:has-text('Ask the organizer')");
        Assert.Equal("not-checked", await phone.TypeAsync(code));
        await phone.ReloadAsync();
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        var renewed = await Site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromDays(4), reusable: false, CancellationToken.None);
        await phone.Page.EvaluateAsync("code => { location.hash = code; }", renewed);
        await phone.Page.ClickAsync("#pair-start");
        await AgreeAsync(1);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_or_opened_shows_a_screen_and_not_nothing()
    {
        await using var phone = await PairAsync();
        await phone.Page.EvaluateAsync("""
            () => new Promise((resolve, reject) => {
              const opened = indexedDB.open("esik-door");
              opened.onsuccess = () => {
                const kept = opened.result.transaction("kept", "readwrite").objectStore("kept");
                kept.get("pass").onsuccess = ({ target }) => {
                  kept.put({ token: { ...target.result.token, cipher: new ArrayBuffer(4) } }, "pass").onsuccess = () => { opened.result.close(); resolve(); };
                };
              };
              opened.onerror = () => reject(opened.error);
            })
            """);
        await phone.Page.ReloadAsync();
        await phone.Page.WaitForSelectorAsync("#ask-organizer[data-reason=unreadable]", new() { State = WaitForSelectorState.Visible });
        await phone.Page.AddInitScriptAsync("IDBObjectStore.prototype.get = IDBObjectStore.prototype.getAll = () => { throw new DOMException('damaged', 'UnknownError'); };");
        await phone.Page.ReloadAsync();
        await phone.Page.WaitForSelectorAsync("#ask-organizer[data-reason=unreadable]", new() { State = WaitForSelectorState.Visible });
    }

    [Fact]
    public async Task A_write_that_never_ends_holds_the_door_up_for_a_moment_only()
    {
        await using var phone = await PairAsync();
        await phone.Page.EvaluateAsync("""
            () => {
              const put = IDBObjectStore.prototype.put;
              IDBObjectStore.prototype.put = function (...given) { return this.name === "scans" ? new EventTarget() : put.apply(this, given); };
              Object.defineProperty(EventTarget.prototype, "readyState", { value: "pending" });
            }
            """);
        await phone.CutOffAsync();
        Assert.Equal("welcome", await phone.ScanAsync((await GuestAsync("aigul")).Token));
        Assert.Equal("welcome", await phone.ScanAsync((await GuestAsync("dana")).Token));
        await AgreeAsync(2);
    }

    [Fact]
    public async Task Of_two_pages_that_open_at_once_one_works_and_the_other_rests()
    {
        await using var phone = await PairAsync();
        await phone.Page.CloseAsync();
        var pages = await Task.WhenAll(phone.Context.NewPageAsync(), phone.Context.NewPageAsync());
        await Task.WhenAll(pages.Select(page => page.GotoAsync($"{Site.Address}door")));
        await Task.WhenAll(pages.Select(page => page.WaitForSelectorAsync("body[data-screen=scanning], #ask-organizer[data-reason=elsewhere]")));
        var screens = await Task.WhenAll(pages.Select(page => page.GetAttributeAsync("body", "data-screen")));
        Assert.Single(screens, screen => screen == "scanning");
        phone.Page = pages[Array.IndexOf(screens, "scanning")];
        Assert.Equal("welcome", await phone.ScanAsync((await GuestAsync("aigul")).Token));
        await AgreeAsync(1);
    }
}
