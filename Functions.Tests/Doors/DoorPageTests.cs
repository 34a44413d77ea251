using System.Net.Http.Json;
using Deque.AxeCore.Playwright;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>The door page in a real browser without a camera, against a real site: pairing, typed codes, a lost network, a revoked phone.</summary>
public sealed class DoorPageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private IBrowserContext context = null!;
    private IPage page = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("puppets", Now, capacity: 3)));
        context = await TestBrowser.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 360, Height = 740 } });
        page = await context.NewPageAsync();
    }

    public async Task DisposeAsync()
    {
        await context.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_link_the_page_says_whom_to_ask()
    {
        await page.GotoAsync($"{site.Address}door");
        await page.WaitForSelectorAsync("#ask-organizer", new() { State = WaitForSelectorState.Visible });
        await NobodyIsLeftOutAsync("ask");
    }

    [Fact]
    public async Task Typed_codes_are_answered_and_a_lost_network_is_admitted()
    {
        var guest = await RegisterAsync("aigul@example.org");
        var waiting = await RegisterAsync("late@example.org");
        await PairAsync();
        Assert.Equal("welcome", await TypeAsync(guest));
        await NobodyIsLeftOutAsync("welcome");
        Assert.Equal("already-inside", await TypeAsync(guest));
        Assert.Equal("3", await page.InnerTextAsync("#inside-count"));
        Assert.Equal("waiting", await TypeAsync(waiting));
        Assert.Equal("unreadable", await TypeAsync("AAAAAAAA"));
        await context.SetOfflineAsync(true);
        Assert.Equal("not-checked", await TypeAsync(guest));
        await NobodyIsLeftOutAsync("not-checked");
        await context.SetOfflineAsync(false);
        await page.ClickAsync("#answer-again");
        await page.WaitForSelectorAsync("#answer[data-answer=already-inside]");
    }

    [Fact]
    public async Task A_revoked_phone_is_sent_to_the_organizer()
    {
        var guest = await RegisterAsync("aigul@example.org");
        await PairAsync();
        var device = Assert.Single(await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
        await site.Get<DoorDesk>().RevokeAsync(device.Id, CancellationToken.None);
        await page.FillAsync("#short-code", guest);
        await page.PressAsync("#short-code", "Enter");
        await page.WaitForSelectorAsync("#ask-organizer[data-reason=revoked]", new() { State = WaitForSelectorState.Visible });
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("#ask-organizer", new() { State = WaitForSelectorState.Visible });
    }

    private async Task PairAsync()
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: false, CancellationToken.None);
        await page.GotoAsync($"{site.Address}door#{code}");
        await page.WaitForSelectorAsync("#pair-start", new() { State = WaitForSelectorState.Visible });
        await NobodyIsLeftOutAsync("pair");
        await page.ClickAsync("#pair-start");
        await page.WaitForSelectorAsync("#scanning", new() { State = WaitForSelectorState.Visible });
        await NobodyIsLeftOutAsync("scanning");
    }

    // Each answer lies over the page until it is tapped away.
    private async Task<string?> TypeAsync(string code)
    {
        if (await page.IsVisibleAsync("#answer-next"))
            await page.ClickAsync("#answer-next");
        await page.FillAsync("#short-code", code);
        await page.PressAsync("#short-code", "Enter");
        await page.WaitForSelectorAsync("#answer[data-answer]", new() { State = WaitForSelectorState.Visible });
        return await page.GetAttributeAsync("#answer", "data-answer");
    }

    private async Task NobodyIsLeftOutAsync(string where)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
    }

    private async Task<string> RegisterAsync(string email)
    {
        using var answer = await site.Client.PostAsJsonAsync(
            "/api/slots/puppets/registrations",
            new { name = "Aigul", email, party = 3, language = "en", consent = true, requestId = SignUp.NewRequestId() });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var slots = site.Get<Slots.SlotTable>();
        var row = await slots.ListAsync("puppets", Registration.Prefix, CancellationToken.None).FirstAsync(known => ((Registration)known.Row).Email == email);
        return ((Registration)row.Row).ShortCode;
    }
}
