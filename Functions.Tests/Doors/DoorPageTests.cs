using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Esik.Hosting.Tests;
using Esik.Registrations;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>The door page in a real browser without a camera, against a real site: pairing, typed codes, a lost network, a lead's doings.</summary>
public sealed class DoorPageTests() : DoorWorld(capacity: 5)
{
    [Fact]
    public async Task Without_a_link_the_page_says_whom_to_ask()
    {
        await using var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Site.Address}door");
        await page.WaitForSelectorAsync("#ask-organizer", new() { State = WaitForSelectorState.Visible });
        await NobodyIsLeftOutAsync(page, "ask");
    }

    [Fact]
    public async Task A_link_opened_without_a_network_keeps_no_phone_from_its_work()
    {
        var guest = await RegisterAsync("aigul@example.org", party: 2);
        await using var phone = await PairAsync();
        await phone.KeptAsync();
        await phone.CutOffAsync();
        var next = await Site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromDays(4), reusable: false, CancellationToken.None, DoorRole.Lead);
        await phone.Page.EvaluateAsync("code => { location.hash = code; }", next);
        await phone.Page.WaitForSelectorAsync("#pair-later", new() { State = WaitForSelectorState.Visible });
        await NobodyIsLeftOutAsync(phone.Page, "pair");
        await phone.Page.ClickAsync("#pair-start");
        await phone.Page.WaitForSelectorAsync("#pair-trouble:has-text('No network')");
        await phone.Page.ClickAsync("#pair-later");
        await phone.Page.WaitForSelectorAsync("#scanning", new() { State = WaitForSelectorState.Visible });
        Assert.Equal("ask-lead", await phone.TypeAsync(guest));
        await phone.JoinAsync();
        await phone.SyncedAsync();
        // The code has waited.
        await phone.Page.ReloadAsync();
        await phone.Page.ClickAsync("#pair-start");
        await phone.Page.WaitForSelectorAsync("#clashes-open", new() { State = WaitForSelectorState.Visible });
        await AgreeAsync(0);
    }

    [Fact]
    public async Task Typed_codes_are_answered_and_a_lost_network_is_admitted()
    {
        var guest = await RegisterAsync("aigul@example.org", party: 3);
        var waiting = await RegisterAsync("late@example.org", party: 3);
        await using var phone = await PairAsync();
        Assert.Equal("welcome", await phone.TypeAsync(guest));
        await NobodyIsLeftOutAsync(phone.Page, "welcome");
        Assert.Equal("already-inside", await phone.TypeAsync(guest));
        Assert.Equal("3", await phone.Page.InnerTextAsync("#inside-count"));
        Assert.Equal("waiting", await phone.TypeAsync(waiting));
        Assert.Equal("unreadable", await phone.TypeAsync("AAAAAAAA"));
        await phone.SyncedAsync();
        await phone.CutOffAsync();
        await phone.Page.WaitForSelectorAsync("#state[data-state=no-network]", new() { Timeout = 2_000 });
        Assert.Equal("ask-lead", await phone.TypeAsync(guest));
        await NobodyIsLeftOutAsync(phone.Page, "ask-lead");
        await phone.JoinAsync();
        await phone.Page.ClickAsync("#answer-again");
        await phone.Page.WaitForSelectorAsync("#answer[data-answer=already-inside]");
        await AgreeAsync(3);
    }

    [Fact]
    public async Task A_lead_finds_a_guest_lets_walk_ins_in_and_takes_one_back()
    {
        var shortCode = await RegisterAsync("aigul@example.org", party: 2);
        await using var phone = await PairAsync(role: DoorRole.Lead);
        await phone.Page.ClickAsync("#guests-open");
        await phone.Page.FillAsync("#guests-name", "айг");
        await phone.Page.WaitForSelectorAsync($"#guests-list button[data-code='{shortCode[..4]}-{shortCode[4..]}']:text-is('Aigul')");
        await NobodyIsLeftOutAsync(phone.Page, "guests");
        Assert.Equal("welcome", await phone.AnswerToAsync(() => phone.Page.ClickAsync("#guests-list button")));

        await phone.SyncedAsync();
        await phone.CutOffAsync();
        // Three places are free, all this door's: two are spent, one of them is taken back and spent again.
        Assert.Equal("welcome", await WalkInAsync(phone));
        Assert.Equal("welcome", await WalkInAsync(phone));
        await phone.InsideAsync(4);
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.ClickAsync("#recent-open");
        await NobodyIsLeftOutAsync(phone.Page, "recent");
        await phone.Page.ClickAsync("#recent-list li:first-child button");
        await phone.Page.ClickAsync("[data-reason=left]");
        await phone.Page.WaitForSelectorAsync("#inside-count:text-is('3')");
        Assert.Equal(["welcome", "welcome", "ask-lead"], new[] { await WalkInAsync(phone), await WalkInAsync(phone), await WalkInAsync(phone) });
        await NobodyIsLeftOutAsync(phone.Page, "ask-lead");
        await phone.JoinAsync();
        await phone.SyncedAsync();
        await phone.Page.ClickAsync("#answer-again");
        await phone.Page.WaitForSelectorAsync("#answer[data-answer=full]");
        await AgreeAsync(5);
    }

    private static Task<string> WalkInAsync(DoorPhone phone) => phone.AnswerToAsync(() => phone.Page.ClickAsync("#walk-in"));

    private static async Task NobodyIsLeftOutAsync(IPage page, string where)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
    }

    private async Task<string> RegisterAsync(string email, int party)
    {
        using var answer = await Site.Client.PostAsJsonAsync(
            "/api/slots/clay/registrations",
            new { name = "Aigul", email, party, language = "en", consent = true, requestId = SignUp.NewRequestId() });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var slots = Site.Get<Slots.SlotTable>();
        var row = await slots.ListAsync("clay", Registration.Prefix, CancellationToken.None).FirstAsync(known => ((Registration)known.Row).Email == email);
        return ((Registration)row.Row).ShortCode;
    }
}
