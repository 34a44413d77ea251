using Deque.AxeCore.Playwright;
using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.Playwright;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>Every page of the desk in a real browser, on a narrow phone and on a laptop: axe finds nothing, and nothing sticks out to the side.</summary>
public class DeskInBrowserTests
{
    private static readonly string[] Pages =
        ["/organizer", "/organizer/clashes", "/organizer/capacity", "/organizer/capacity?day=2027-01-01&kind=master-class&refresh=off", "/organizer/doors"];

    // Words differ by language, colours do not: one language is looked at in the dark.
    public static TheoryData<Language, ColorScheme, int> Looks => new()
    {
        { Language.Kazakh, ColorScheme.Dark, 320 },
        { Language.Russian, ColorScheme.Light, 390 },
        { Language.English, ColorScheme.Light, 1280 },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Everybody_can_use_every_page(Language language, ColorScheme scheme, int width)
    {
        var programme = SampleProgramme.Ahead(ProgrammeFile.Read(SampleProgramme.Json).Programme!, TimeProvider.System.GetUtcNow());
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(programme));
        await FillAsync(site, programme);
        await using var context = await TestBrowser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 }, JavaScriptEnabled = true });
        var page = await context.NewPageAsync();
        var address = site.Address.AbsoluteUri.TrimEnd('/');
        await page.GotoAsync($"{address}/organizer/sign-in?lang={language.Code()}");
        await CheckAsync(page, width, "ask");
        await page.GotoAsync($"{address}/organizer/sign-in?sent=1");
        await CheckAsync(page, width, "sent");
        await page.GotoAsync(address + await LinkAsync(site));
        await CheckAsync(page, width, "confirm");
        await page.ClickAsync("#sign-in button");
        foreach (var path in Pages)
        {
            await page.GotoAsync(address + path);
            await CheckAsync(page, width, path);
        }
        await page.CheckAsync("input[name=door] >> nth=0");
        await page.ClickAsync("#door-pass button");
        await CheckAsync(page, width, "pass");
        await page.GotoAsync($"{address}/organizer/clashes");
        await page.EvaluateAsync("() => document.querySelectorAll('form[id^=settle] input').forEach(input => input.removeAttribute('required'))");
        await page.ClickAsync("form[id^=settle] button >> nth=0");
        await CheckAsync(page, width, "clash without a verdict");
        await page.GotoAsync($"{address}/organizer/slots/{GuestsSlot(programme)}/paper");
        await CheckAsync(page, width, "paper");
        foreach (var typed in new[] { "ж", "ай", "qq" })
        {
            await page.GotoAsync($"{address}/organizer/slots/{GuestsSlot(programme)}/guests");
            await page.FillAsync("#name", typed);
            await page.ClickAsync("#find-guest button");
            await CheckAsync(page, width, $"guests by {typed}");
        }
        await page.ClickAsync("#sign-out button");
        Assert.Equal("/organizer/sign-in", new Uri(page.Url).AbsolutePath);
    }

    private static async Task CheckAsync(IPage page, int width, string name)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{name}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
        var outside = await page.EvaluateAsync<string[]>("width => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > width).map(e => e.outerHTML.slice(0, 90))", width);
        Assert.True(outside.Length == 0, $"{name} sticks out: {string.Join("; ", outside.Take(5))}");
    }

    private static string GuestsSlot(Programme programme) => programme.Slots.First(slot => !slot.OpenEntrance).Id;

    // Some of everything: empty, half full, held places, full with a waiting list, guests inside, a lost mail, phones.
    private static async Task FillAsync(TestSite site, Programme programme)
    {
        var number = 0;
        foreach (var slot in programme.Slots.Where(slot => !slot.OpenEntrance))
        {
            var capacity = slot.Capacity!.Value;
            var taken = capacity * (number++ % 5) / 4;
            var offered = number % 7 == 0 ? Math.Min(2, capacity - taken) : 0;
            var waiting = taken == capacity ? 3 + number : 0;
            var tally = new Tally(capacity, taken, offered, waiting, waiting, number % 3 == 0 ? taken / 2 : 0, 1, DateTimeOffset.UnixEpoch);
            Assert.True(await site.Get<SlotTable>().WriteTallyAsync(slot.Id, tally, null, CancellationToken.None));
        }
        foreach (var name in new[] { "Айгүл Әбенова", "Айбек", "Константин Константинопольский-Семипалатинский", "Aizhan" })
            await StoredGuests.AddAsync(site, GuestsSlot(programme), name, party: name.Length % 6 + 1);
        await site.Get<Mails.MailTroubleTable>().NoteAsync(new(programme.Slots[0].Id, "b1", TimeProvider.System.GetUtcNow(), 0, 1, "550 5.1.1 The account does not exist"), CancellationToken.None);
        var desk = site.Get<Doors.DoorDesk>();
        foreach (var name in new[] { "Тимур, Redmi 9", "Әсел", "Door phone 3" })
        {
            var code = await desk.CreatePassAsync([.. programme.Doors.Take(2).Select(door => door.Id)], TimeSpan.FromHours(10), false, CancellationToken.None);
            Assert.NotNull((await desk.PairAsync(code, name, null, CancellationToken.None)).Device);
        }
        var first = (await site.Get<Doors.DoorTable>().ListDevicesAsync(CancellationToken.None))[0];
        await desk.RevokeAsync(first.Id, CancellationToken.None);
        await desk.SyncedAsync(first, new Doors.DeviceReport(12, 1, -10_800), CancellationToken.None);
        await desk.CreatePassAsync([programme.Doors[0].Id], TimeSpan.FromHours(10), false, CancellationToken.None, Doors.DoorRole.Lead, [GuestsSlot(programme)]);
        await StoredClashes.AddAsync(site, programme.Slots.Where(slot => !slot.OpenEntrance).ElementAt(2), programme.Doors);
    }
}
