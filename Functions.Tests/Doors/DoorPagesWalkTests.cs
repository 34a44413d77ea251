using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Esik.Hosting.Tests;
using Esik.Registrations.Tests;
using Esik.Tickets.Tests;

namespace Esik.Doors.Tests;

/// <summary>
/// An evening at random with real pages at a real site: people come in whole or in part, copies of tickets are shown, phones are cut off and
/// joined, their pages die, entries are undone, guests give their places back. Whoever the pages let in is counted by hand.
/// </summary>
public sealed partial class DoorPagesWalkTests() : DoorWorld(capacity: 60)
{
    private const int Steps = 30;

    private readonly List<Guest> guests = [];
    private int walkIns;

    private sealed record Guest(TestTicket Ticket, int Party)
    {
        /// <summary>People whom pages let in by this ticket, those of its copies too.</summary>
        public int LetIn { get; set; }

        public bool IsWithdrawn { get; set; }

        public int Inside => IsWithdrawn ? 0 : Math.Min(Party, LetIn);

        public int Over => LetIn - Inside;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whom_the_pages_let_in_is_inside_and_who_is_too_many_is_listed(int seed)
    {
        var phones = await WalkAsync(seed);
        await JoinAsync();
        var (inside, over) = await StoredAsync();
        Assert.Equal((walkIns + guests.Sum(guest => guest.Inside), guests.Sum(guest => guest.Over)), (inside, over));
        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    [Fact]
    public async Task A_page_that_forgets_one_entry_is_found_out()
    {
        await using var phone = await WatchedAsync();
        guests.Add(await RegisterAsync(new Random(1), 0));
        // The scan stays on the phone, whatever is tried.
        await phone.Page.RouteAsync("**/api/door/scans", route => route.AbortAsync());
        await ScanAsync(phone, new Random(1));
        await phone.Page.EvaluateAsync("""
            () => new Promise((resolve) => {
              const opened = indexedDB.open("esik-door");
              opened.onsuccess = () => {
                const change = opened.result.transaction("scans", "readwrite");
                change.objectStore("scans").clear();
                change.oncomplete = () => { opened.result.close(); resolve(); };
              };
            })
            """);
        await phone.Page.CloseAsync();
        phone.Page = await phone.Context.NewPageAsync();
        await phone.Page.GotoAsync($"{Site.Address}door");
        await JoinAsync();
        Assert.NotEqual(guests.Sum(guest => guest.Inside), (await StoredAsync()).Inside);
    }

    private async Task<IReadOnlyList<DoorPhone>> WalkAsync(int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < 5; number++)
            guests.Add(await RegisterAsync(random, number));
        DoorPhone[] phones = [await WatchedAsync(), await WatchedAsync("hall-back")];
        foreach (var phone in phones)
            await phone.KeptAsync();
        for (var step = 0; step < Steps; step++)
            await StepAsync(phones[random.Next(phones.Length)], random);
        return phones;
    }

    private Task StepAsync(DoorPhone phone, Random random) => random.Next(20) switch
    {
        < 9 => ScanAsync(phone, random),
        < 11 => WalkInAsync(phone),
        < 13 => phone.CutOffAsync(),
        < 16 => phone.JoinAsync(),
        16 => phone.ReloadAsync(),
        17 => phone.KillAndReopenAsync(),
        _ => WithdrawAsync(guests[random.Next(guests.Count)]),
    };

    private async Task ScanAsync(DoorPhone phone, Random random)
    {
        var guest = guests[random.Next(guests.Count)];
        if (await phone.Page.IsVisibleAsync("#answer-next"))
            await phone.Page.ClickAsync("#answer-next");
        if (random.Next(3) == 0 && await phone.Page.GetAttributeAsync("#places", "data-places") == "whole")
        {
            for (var people = random.Next(1, 3); people > 0; people--)
                await phone.Page.ClickAsync("#places-more");
        }
        await phone.ScanAsync(guest.Ticket.Token);
        var came = await CameInAsync(phone);
        if (came > 0 && random.Next(4) == 0)
            await UndoAsync(phone);
        else
            guest.LetIn += came;
    }

    private async Task WalkInAsync(DoorPhone phone)
    {
        await phone.AnswerToAsync(() => phone.Page.ClickAsync("#walk-in"));
        walkIns += await CameInAsync(phone);
    }

    private static async Task UndoAsync(DoorPhone phone)
    {
        await phone.Page.ClickAsync("#answer-undo");
        await phone.AnsweredAsync("undone");
    }

    // Who is inside as far as the site knows may not give the places back.
    private static async Task WithdrawAsync(Guest guest) => guest.IsWithdrawn |= (await guest.Ticket.AskAsync("withdraw")).Status == HttpStatusCode.OK;

    private async Task<Guest> RegisterAsync(Random random, int number)
    {
        var party = random.Next(1, 5);
        return new(await TestTicket.RegisterAsync(Site, $"guest{number}@example.org", party), party);
    }

    private async Task<(int Inside, int Over)> StoredAsync() =>
        (await InsideAsync(), (await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix)).Where(clash => clash.IsOpen).Sum(clash => clash.Over));

    // The server may know better a moment later; they went in by what was shown first.
    private static async Task<int> CameInAsync(DoorPhone phone) =>
        await phone.Page.EvaluateAsync<string[]>("() => window.firstShown") is ["welcome", var people] ? int.Parse(Number().Match(people).Value, CultureInfo.InvariantCulture) : 0;

    private async Task<DoorPhone> WatchedAsync(string door = "hall-door")
    {
        var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        await context.AddInitScriptAsync("""
            window.addEventListener("DOMContentLoaded", () => {
              const answer = document.getElementById("answer");
              let scan = "";
              new MutationObserver(() => {
                if (!answer.dataset.scan || answer.dataset.scan === scan) return;
                scan = answer.dataset.scan;
                window.firstShown = [answer.dataset.answer, document.getElementById("answer-places").textContent];
              }).observe(answer, { attributes: true });
            });
            """);
        return await PairAsync(context, door: door);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
