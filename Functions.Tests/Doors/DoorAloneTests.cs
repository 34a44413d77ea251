using Esik.Hosting.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>One phone left to itself: without a network, with a wrong clock, for days, lost, or revoked.</summary>
public sealed class DoorAloneTests() : DoorWorld(DoorAloneTests.BusyDay * 2)
{
    // Guests of one phone in one day; half of their scans wait.
    private const int BusyDay = 240;

    protected override TestSiteChoices Choices => new() { Settings = Limits.Raised };

    [Fact]
    public async Task Opened_anew_without_a_network_and_with_a_clock_hours_off_it_scans_for_two_days()
    {
        var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        // The phone's clock is three hours ahead; what is put into the page's storage moves it on.
        await context.AddInitScriptAsync("""
            const Real = Date;
            const ahead = () => 3 * 3_600_000 + Number(localStorage.getItem("moved") ?? 0);
            window.Date = class extends Real {
              constructor(...given) { given.length === 0 ? super(Real.now() + ahead()) : super(...given); }
              static now() { return Real.now() + ahead(); }
            };
            """);
        await using var phone = await PairAsync(context);
        await phone.KeptAsync();
        await phone.CutOffAsync();
        await phone.KillAndReopenAsync();
        var token = await TokenAsync(0, party: 3);
        Assert.Equal("welcome", await phone.ScanAsync(token));
        Assert.Equal("New ticket", await phone.Page.InnerTextAsync("#answer-new"));
        await phone.ReloadAsync();
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        Assert.Equal("no-network", await phone.Page.GetAttributeAsync("#state", "data-state"));
        Assert.Contains("2 scans waiting", await phone.Page.InnerTextAsync("#state"), StringComparison.Ordinal);

        var twoDays = TimeSpan.FromDays(2);
        Clock.Move(twoDays);
        await phone.Page.EvaluateAsync("moved => localStorage.setItem('moved', moved)", $"{twoDays.TotalMilliseconds:0}");
        await phone.ReloadAsync();
        await phone.Page.WaitForSelectorAsync("#age:has-text('2 days ago')");
        await AgreeAsync(3);
        var scans = await Site.Get<SlotTable>().ListAsync("clay", Scan.Prefix, CancellationToken.None).Select(row => (Scan)row.Row).ToListAsync();
        Assert.Equal(2, scans.Count);
        // Two days after, the server still knows when it was, by its own clock.
        Assert.All(scans, scan => Assert.InRange(Clock.GetUtcNow() - scan.CorrectedAt, twoDays, twoDays + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_phone_lost_after_a_busy_day_shows_nobody_and_opens_no_door()
    {
        await using var phone = await PairAsync();
        await phone.KeptAsync();
        var tokens = new List<string>();
        foreach (var numbers in Enumerable.Range(0, BusyDay).Chunk(24))
            tokens.AddRange(await Task.WhenAll(numbers.Select(number => TokenAsync(number, party: PartyOf(number)))));
        // The tally tells of the last of them within a second, and is read at most once a second.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        // A quiet phone syncs every half minute. Each of these syncs begins after the one before has read its rosters.
        for (var sync = 0; sync < 3; sync++)
            await phone.Page.RunAndWaitForResponseAsync(() => phone.JoinAsync(), response => response.Url.EndsWith("/api/door/sync", StringComparison.Ordinal));
        var token = await DeviceTokenAsync(phone);
        // Part of the day is handed in, part of it waits.
        for (var number = 0; number < BusyDay; number++)
        {
            if (number == BusyDay / 2)
            {
                await phone.SyncedAsync();
                await phone.CutOffAsync();
            }
            Assert.Equal("welcome", await phone.ScanAsync(tokens[number]));
            // While the guest stands there the volunteer reads the name.
            Assert.Equal($"Сәбира Үкілі{number}", await phone.Page.InnerTextAsync("#answer-name"));
        }
        Assert.Equal($"{BusyDay / 2}", await phone.Page.GetAttributeAsync("#state", "data-waiting"));
        Assert.Equal(Enumerable.Range(0, BusyDay / 2).Sum(PartyOf), await InsideAsync());
        var everything = await EverythingAsync(phone.Page);
        // The test looks at the right place: what may lie there does.
        Assert.Contains("\"waiting\"", everything, StringComparison.Ordinal);
        Assert.Contains("hall-door", everything, StringComparison.Ordinal);
        Assert.Contains("/door/door.js", everything, StringComparison.Ordinal);
        var secrets = tokens.Concat(["Сәбира", "Үкілі", "example.org", "guest0", token, token.Split('.')[1]]);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase));
        foreach (var ticket in tokens)
            Assert.DoesNotContain(Convert.ToHexString(Tickets.Base45.Decode(ticket)!.AsSpan(13)), everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_revoked_phone_hands_its_queue_in_and_keeps_nothing()
    {
        await using var phone = await PairAsync();
        await phone.KeptAsync();
        await phone.CutOffAsync();
        Assert.Equal("welcome", await phone.ScanAsync(await TokenAsync(0, party: 2)));
        var device = Assert.Single(await Site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
        await Site.Get<DoorDesk>().RevokeAsync(device.Id, CancellationToken.None);
        await phone.JoinAsync();
        await phone.Page.WaitForSelectorAsync("#ask-organizer[data-reason=revoked]", new() { State = WaitForSelectorState.Visible });
        await phone.Page.WaitForSelectorAsync("body[data-wiped=yes]");
        Assert.Equal(2, await InsideAsync());
        var left = await phone.Page.EvaluateAsync<string>("async () => [(await indexedDB.databases()).length, (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length].join()");
        Assert.Equal("0,0,0", left);
        await phone.Page.ReloadAsync();
        await phone.Page.WaitForSelectorAsync("#ask-organizer[data-reason=no-pass]", new() { State = WaitForSelectorState.Visible });
    }

    [Fact]
    public async Task A_revoked_phone_that_gets_a_new_link_hands_its_queue_in_before_it_is_paired()
    {
        await using var phone = await PairAsync();
        await phone.CutOffAsync();
        Assert.Equal("welcome", await phone.ScanAsync(await TokenAsync(0, party: 2)));
        var device = Assert.Single(await Site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
        await Site.Get<DoorDesk>().RevokeAsync(device.Id, CancellationToken.None);
        // The network is there for all but the scans, so that the farewell stays unfinished.
        await phone.Page.RouteAsync("**/api/door/scans", route => route.FulfillAsync(new() { Status = 503 }));
        await phone.Page.RouteAsync("**/api/door/scans", route => route.FulfillAsync(new() { Status = 403, Body = """{"code":"device-revoked"}""" }), new() { Times = 1 });
        await phone.JoinAsync();
        await phone.Page.WaitForSelectorAsync("#ask-waiting:has-text('Handing in')");
        var code = await Site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromDays(4), reusable: false, CancellationToken.None, DoorRole.Lead);
        await phone.Page.EvaluateAsync("code => { window.isOld = true; location.hash = code; }", code);
        await phone.Page.WaitForFunctionAsync("() => window.isOld === undefined && document.getElementById('ask-waiting')?.textContent.includes('Handing in')");
        await phone.Page.UnrouteAsync("**/api/door/scans");
        await phone.Page.ClickAsync("#pair-start");
        await phone.Page.WaitForSelectorAsync("#clashes-open", new() { State = WaitForSelectorState.Visible });
        await AgreeAsync(2);
    }

    // What the page sends with every request, and must not lie on the phone as it stands.
    private static async Task<string> DeviceTokenAsync(DoorPhone phone)
    {
        var asked = phone.Page.WaitForRequestAsync("**/api/door/sync");
        await phone.JoinAsync();
        var header = await (await asked).HeaderValueAsync("Authorization");
        await phone.SyncedAsync();
        return header!["Bearer ".Length..];
    }

    // Every database, cache and store of the page, as text; bytes both as they are read as UTF-8 and as hexadecimal digits.
    private static async Task<string> EverythingAsync(IPage page) => await page.EvaluateAsync<string>("""
        async () => {
          const asked = (request) => new Promise((resolve, reject) => { request.onsuccess = () => resolve(request.result); request.onerror = () => reject(request.error); });
          const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
          const spell = (_, value) => {
            const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : ArrayBuffer.isView(value) ? new Uint8Array(value.buffer) : null;
            if (bytes) return [new TextDecoder().decode(bytes), hex(bytes)];
            return value instanceof CryptoKey ? `a key, extractable: ${value.extractable}` : value;
          };
          const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
          for (const { name } of await indexedDB.databases()) {
            const database = await asked(indexedDB.open(name));
            for (const store of database.objectStoreNames) {
              const rows = database.transaction(store).objectStore(store);
              found.push(store, JSON.stringify(await asked(rows.getAllKeys()), spell), JSON.stringify(await asked(rows.getAll()), spell));
            }
            database.close();
          }
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
          }
          return found.join("\n");
        }
        """);

    private static int PartyOf(int number) => 1 + (number % 3);

    private async Task<string> TokenAsync(int number, int party) =>
        (await new TestGuest($"guest{number}@example.org", party) { Name = $"Сәбира Үкілі{number}" }.RegisterAsync(Site, "clay")).Token;
}
