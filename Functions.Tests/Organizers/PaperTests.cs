using System.Net;
using Esik.Doors;
using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>A paper list entered at the desk, over HTTP and real storage: each tick is a scan, and a repeat changes nothing.</summary>
public sealed class PaperTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Settings = new Dictionary<string, string?>(Listed) { ["SignUpsPerMinutePerAddress"] = "100000" } });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now), TestProgramme.Slot("tiny", Now, capacity: 1), TestProgramme.Slot("walls", Now, capacity: null)));
        organizer = await SignInAsync(site);
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Ticks_become_scans_from_paper_at_the_time_given_and_the_same_again_changes_nothing()
    {
        var guest = await GuestAsync("a@example.org", party: 4);
        var form = await FormAsync();
        Tick(form, guest, 1, 2);
        var page = await EnterAsync(form);
        Assert.Contains("2 people recorded from the list", page, StringComparison.Ordinal);
        Assert.Contains("2<small>/4</small>", page, StringComparison.Ordinal);

        var scans = await ScansAsync();
        Assert.Equal(2, scans.Count);
        var at = Time(form);
        Assert.All(scans, scan => Assert.Equal(
            (PaperDesk.Device, "hall-door", DoorAnswer.Welcome, 1, at, true), (scan.Device, scan.Door, scan.Answer, scan.Places, scan.CorrectedAt, scan.Offline)));
        var again = await EnterAsync(form);
        Assert.Contains("2<small>/4</small>", again, StringComparison.Ordinal);
        Assert.Equal(scans, await ScansAsync());
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);

        Tick(form, guest, 3);
        await EnterAsync(form);
        Assert.Equal((3, 3), ((await ScansAsync()).Count, (await SeatCheck.LedgerAsync(site)).Inside));
        var line = Assert.Single(site.Logs.Lines, line => line.Contains("3 people were entered from paper for clay", StringComparison.Ordinal));
        Assert.DoesNotContain("aigerim", line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_same_list_after_the_guest_gave_places_back_changes_nothing()
    {
        var answer = await new TestGuest("a@example.org", 4).RegisterAsync(site, "clay");
        var guest = Assert.Single(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix));
        var form = await FormAsync();
        Tick(form, guest, 1, 2);
        await EnterAsync(form);
        using var smaller = await site.Client.PostAsync(Relative($"/api/tickets/{answer.Key}/party"), System.Net.Http.Json.JsonContent.Create(new { party = 2 }));
        Assert.Equal(HttpStatusCode.OK, smaller.StatusCode);
        await EnterAsync(form);
        Assert.Equal((2, 2), ((await ScansAsync()).Count, (await SeatCheck.LedgerAsync(site)).Inside));
        Assert.Empty(await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix));
    }

    [Fact]
    public async Task The_same_form_twice_at_once_counts_once()
    {
        var guest = await GuestAsync("a@example.org", party: 6);
        var form = await FormAsync();
        Tick(form, guest, 1, 2, 3, 4, 5, 6);
        form.Add(new("walk-ins", "3"));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => EnterAsync(form)));
        Assert.Equal((9, 9), ((await ScansAsync()).Count, (await SeatCheck.LedgerAsync(site)).Inside));
        Assert.Equal(3, (await SeatCheck.LedgerAsync(site)).WalkIns);
    }

    [Fact]
    public async Task Typed_codes_let_the_whole_party_in_or_as_many_as_are_written()
    {
        var whole = await GuestAsync("a@example.org", party: 3);
        var some = await GuestAsync("b@example.org", party: 3);
        var form = await FormAsync();
        form.Add(new("codes", $"{whole.ShortCode.ToLowerInvariant()}\r\n{some.ShortCode[..4]}-{some.ShortCode[4..]} 2\r\nZZZZ-ZZZZ\r\nnonsense"));
        var page = await EnterAsync(form);
        Assert.Contains("5 people recorded", page, StringComparison.Ordinal);
        Assert.Contains("ZZZZ-ZZZZ · 0 · no such code", page, StringComparison.Ordinal);
        Assert.Contains("nonsense · 0 · no such code", page, StringComparison.Ordinal);
        Assert.Equal((5, 5), ((await ScansAsync()).Count, (await SeatCheck.LedgerAsync(site)).Inside));
        // The same people ticked as boxes are the same scans.
        var boxes = await FormAsync();
        Tick(boxes, whole, 1, 2, 3);
        await EnterAsync(boxes);
        Assert.Equal(5, (await SeatCheck.LedgerAsync(site)).Inside);
    }

    [Fact]
    public async Task Whom_a_phone_had_let_in_already_becomes_a_clash_and_is_counted_once()
    {
        var token = (await new TestGuest("a@example.org", 2).RegisterAsync(site, "clay")).Token;
        var door = await TestDoor.PairAsync(site, "hall-door");
        Assert.Equal("welcome", (await door.ScanAsync(TestDoor.Scan(token))).Answer());
        var guest = Assert.Single(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix));
        var form = await FormAsync();
        Tick(form, guest, 1);
        var page = await EnterAsync(form);
        Assert.Contains("a clash", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/organizer/clashes\"", page, StringComparison.Ordinal);
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);
        await SeatCheck.UntilAsync(
            async () => (await organizer.GetStringAsync(Relative("/organizer/clashes"))).Contains("the list on paper", StringComparison.Ordinal), "the clash is listed");
    }

    [Fact]
    public async Task What_was_taken_back_at_the_door_since_is_told_as_such_and_the_ticket_lets_in_again()
    {
        var token = (await new TestGuest("a@example.org", 2).RegisterAsync(site, "clay")).Token;
        var guest = Assert.Single(await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix));
        var form = await FormAsync();
        Tick(form, guest, 1, 2);
        await EnterAsync(form);
        var lead = await TestDoor.PairAsync(site, DoorRole.Lead, "hall-door");
        foreach (var scan in await ScansAsync())
            Assert.Equal("undone", (await lead.ScanAsync(new { scanId = $"u-{scan.ScanId}", kind = "undo", undoes = scan.ScanId, slot = "clay", door = "hall-door", scannedAt = Now })).Answer());
        var page = await EnterAsync(form);
        Assert.Contains("0 people recorded", page, StringComparison.Ordinal);
        Assert.Contains("undone at the door since", page, StringComparison.Ordinal);
        Assert.Equal(0, (await SeatCheck.LedgerAsync(site)).Inside);
        Assert.Equal(("welcome", 2, 0), (await lead.ScanAsync(TestDoor.Scan(token))).Admitted());
    }

    [Fact]
    public async Task Two_doors_papers_are_two_lists()
    {
        var guest = await GuestAsync("a@example.org", party: 4);
        foreach (var door in new[] { "hall-door", "hall-back" })
        {
            var form = await FormAsync($"?door={door}");
            Tick(form, guest, 1, 2);
            await EnterAsync(form);
        }
        Assert.Equal((4, 4), ((await ScansAsync()).Count, (await SeatCheck.LedgerAsync(site)).Inside));
    }

    [Theory]
    [InlineData("at", "2020-01-01T10:00")]
    [InlineData("walk-ins", "many")]
    [InlineData("walk-ins", "")]
    public async Task A_form_that_cannot_be_read_is_drawn_again_with_what_was_typed_and_stores_nothing(string field, string value)
    {
        await GuestAsync("a@example.org", party: 2);
        var form = await FormAsync();
        form.RemoveAll(pair => pair.Key == field);
        form.Add(new(field, value));
        if (field == "at")
            form.Add(new("codes", "ABCD-<b>"));
        using var answer = await SendAsync(organizer, "/organizer/slots/clay/paper", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Equal(value, PageForm.Read(page, "paper")[field]);
        Assert.Equal(field == "at", page.Contains("ABCD-&lt;b&gt;", StringComparison.Ordinal));
        Assert.Empty(await ScansAsync());
    }

    [Fact]
    public async Task Rows_stand_on_the_page_as_on_paper_and_pages_follow_each_other()
    {
        foreach (var number in Enumerable.Range(10, DoorListPdf.RowsPerPage + 1))
            await StoredGuests.AddAsync(site, "clay", $"Қонақ {number}");
        var first = await organizer.GetStringAsync(Relative("/organizer/slots/clay/paper?door=hall-back"));
        var second = await organizer.GetStringAsync(Relative("/organizer/slots/clay/paper?door=hall-back&page=2"));
        Assert.Equal((DoorListPdf.RowsPerPage, 1), (first.Split("<th scope=\"row\">").Length - 1, second.Split("<th scope=\"row\">").Length - 1));
        Assert.Contains($"Қонақ {10 + DoorListPdf.RowsPerPage}<", second, StringComparison.Ordinal);
        Assert.Equal(second.Split("<table")[1], (await organizer.GetStringAsync(Relative("/organizer/slots/clay/paper?door=hall-back&page=99"))).Split("<table")[1]);
    }

    [Theory]
    [InlineData("/organizer/slots/none/paper")]
    [InlineData("/organizer/slots/walls/paper")]
    [InlineData("/organizer/slots/clay/paper?door=yard-door")]
    public async Task What_has_no_list_has_no_form(string path)
    {
        using var answer = await organizer.GetAsync(Relative(path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<Registration> GuestAsync(string email, int party)
    {
        await new TestGuest(email, party).RegisterAsync(site, "clay");
        return (await SeatCheck.RowsAsync<Registration>(site, "clay", Registration.Prefix)).Single(guest => guest.Email == email);
    }

    private async Task<List<KeyValuePair<string, string>>> FormAsync(string query = "?door=hall-door")
    {
        var page = await organizer.GetStringAsync(Relative("/organizer/slots/clay/paper" + query));
        return [.. PageForm.Read(page, "paper").Where(field => field.Key is not ("tick" or "walk-ins"))];
    }

    private static void Tick(List<KeyValuePair<string, string>> form, Registration guest, params int[] places) =>
        form.AddRange(places.Select(place => KeyValuePair.Create("tick", $"{guest.Ticket}-{place}")));

    private static DateTimeOffset Time(List<KeyValuePair<string, string>> form) =>
        new DateTimeOffset(DateTime.Parse(form.Single(field => field.Key == "at").Value, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(5)).ToUniversalTime();

    private async Task<string> EnterAsync(IEnumerable<KeyValuePair<string, string>> form)
    {
        using var answer = await SendAsync(organizer, "/organizer/slots/clay/paper", form);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        return page;
    }

    private async Task<IReadOnlyList<Scan>> ScansAsync() => await SeatCheck.RowsAsync<Scan>(site, "clay", Scan.Prefix);
}
