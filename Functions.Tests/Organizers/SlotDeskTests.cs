using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>Another capacity by the organizer, over real storage: the ledger and the facts say the same, and guests lose nothing.</summary>
public sealed class SlotDeskTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new TestSiteChoices { Settings = Listed });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 4, partyMax: 3), TestProgramme.Slot("walls", Now, capacity: null)));
        organizer = await SignInAsync(site);
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task The_page_shows_the_numbers_and_the_line_and_the_report_leads_to_it()
    {
        await RegisterAsync("a@example.org", 3);
        await RegisterAsync("b@example.org", 2);
        await RegisterAsync("c@example.org", 2);

        Assert.Contains("<a href=\"/organizer/slots/clay\">", await organizer.GetStringAsync(Relative("/organizer/capacity")), StringComparison.Ordinal);
        var page = await organizer.GetStringAsync(Relative("/organizer/slots/clay"));
        Assert.Contains("<dd>3 <small>/ 4</small></dd>", page, StringComparison.Ordinal);
        Assert.Contains("2 parties in line", page, StringComparison.Ordinal);
        Assert.Contains("the next import of the programme sets what its file says", page, StringComparison.Ordinal);
        Assert.Contains("At least 3", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_sets_ledger_and_facts_and_the_log_says_who_without_a_name()
    {
        using var answer = await PostAsync("9");
        Assert.Equal((HttpStatusCode.SeeOther, "/organizer/slots/clay?saved=1"), (answer.StatusCode, answer.Headers.Location!.ToString()));

        Assert.Equal((9, 9), (await LedgerCapacityAsync(), (await StoredAsync()).Capacity));
        Assert.Contains("value=\"9\"", await organizer.GetStringAsync(Relative("/organizer/slots/clay?saved=1")), StringComparison.Ordinal);
        var line = Assert.Single(site.Logs.Lines, line => line.Contains("clay has 9 places now", StringComparison.Ordinal));
        Assert.Matches("session [0-9A-Za-z_-]{16,}", line);
        Assert.DoesNotContain("aigerim", line, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("3", HttpStatusCode.SeeOther)]
    [InlineData("2", HttpStatusCode.Conflict)]
    [InlineData("0", HttpStatusCode.UnprocessableEntity)]
    [InlineData("100001", HttpStatusCode.UnprocessableEntity)]
    [InlineData("-5", HttpStatusCode.UnprocessableEntity)]
    [InlineData("five <b>", HttpStatusCode.UnprocessableEntity)]
    [InlineData("", HttpStatusCode.UnprocessableEntity)]
    public async Task Below_what_guests_hold_nothing_changes_and_the_field_keeps_what_was_typed(string typed, HttpStatusCode status)
    {
        await RegisterAsync("a@example.org", 3);
        using var answer = await PostAsync(typed);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.SeeOther)
            return;
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(typed, PageForm.Read(page, "slot-capacity")["capacity"]);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=\"capacity-hint capacity-mistake\"", page, StringComparison.Ordinal);
        Assert.Equal((4, 4), (await LedgerCapacityAsync(), (await StoredAsync()).Capacity));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Places_that_the_organizer_adds_go_to_the_first_in_line_whose_party_fits(bool byForm)
    {
        // An hour ahead there is no time for an offer: the places are the guest's at once.
        var soon = TestProgramme.Slot("clay", Now, capacity: 4, partyMax: 3) with { Start = Now.AddHours(1), End = Now.AddHours(2), SignUpCloses = Now.AddHours(1) };
        await site.ImportAsync(TestProgramme.Of(Now, soon, TestProgramme.Slot("walls", Now, capacity: null)));
        await RegisterAsync("a@example.org", 3);
        await RegisterAsync("b@example.org", 3);
        await RegisterAsync("c@example.org", 2);
        using var answer = byForm ? await PostAsync("5") : await PostJsonAsync("clay", new { capacity = 5 });
        // The second of them finds its two places; the first keeps waiting for three.
        await SeatCheck.UntilAsync(async () => await TakenAndLineAsync() == (5, 0, 3, 1), "the line has moved", seconds: 20);
    }

    [Fact]
    public async Task A_party_that_the_slot_no_longer_holds_is_not_taken_any_more()
    {
        using var answer = await PostAsync("2");
        Assert.Equal(2, (await StoredAsync()).PartyMax);
        using var raised = await PostAsync("20");
        Assert.Equal((20, 2), ((await StoredAsync()).Capacity, (await StoredAsync()).PartyMax));
    }

    [Fact]
    public async Task The_next_import_sets_what_its_file_says()
    {
        using var answer = await PostAsync("9");
        var result = await site.Get<ProgrammeImport>().RunAsync(
            TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 4, partyMax: 3), TestProgramme.Slot("walls", Now, capacity: null)), new Progress<string>(), CancellationToken.None);
        Assert.Equal(["clay: fewer places"], result.Done);
        Assert.Equal((4, 4), (await LedgerCapacityAsync(), (await StoredAsync()).Capacity));
    }

    // A process that dies between the ledger and the facts leaves them apart; the same once more brings them together.
    [Fact]
    public async Task What_broke_off_between_ledger_and_facts_is_completed_by_the_same_again()
    {
        Assert.True(await site.Get<SlotWriters>().ChangeAsync("clay", new CapacityChange(9)));
        Assert.Equal((9, 4), (await LedgerCapacityAsync(), (await StoredAsync()).Capacity));
        using var answer = await PostAsync("9");
        Assert.Equal((9, 9), (await LedgerCapacityAsync(), (await StoredAsync()).Capacity));
    }

    // The import writes the facts between our read and our write: ours must not put its other changes back.
    [Fact]
    public async Task An_import_in_between_keeps_what_it_wrote()
    {
        var table = site.Get<ProgrammeTable>();
        var found = await table.FindSlotAsync("clay", CancellationToken.None);
        await table.WriteSlotAsync(new StoredSlot(found!.Stored.Slot with { Cancelled = true }, null), CancellationToken.None);
        Assert.False(await table.ReplaceSlotAsync(found.Stored with { Slot = found.Stored.Slot with { Capacity = 9 } }, found.Version, CancellationToken.None));
        using var answer = await PostAsync("9");
        Assert.Equal((true, 9), ((await StoredAsync()).Cancelled, (await StoredAsync()).Capacity));
    }

    [Fact]
    public async Task Programs_get_the_figures_or_the_reason()
    {
        await RegisterAsync("a@example.org", 3);
        using var done = await PostJsonAsync("clay", new { capacity = 10 });
        Assert.Equal("""{"slot":"clay","capacity":10,"taken":3,"offered":0,"waiting":0,"inside":0,"free":7,"walkIns":0,"released":0}""", await done.Content.ReadAsStringAsync());
        await RefusedAsync(await PostJsonAsync("clay", new { capacity = 2 }), 409, "capacity-below-taken", "capacity");
        await RefusedAsync(await PostJsonAsync("clay", new { capacity = 0 }), 422, "capacity-unusable", "capacity");
        await RefusedAsync(await PostJsonAsync("clay", new { }), 422, "capacity-unusable", "capacity");
        await RefusedAsync(await PostJsonAsync("clay", new { capacity = 2.5 }), 400, "not-json", "capacity");
        await RefusedAsync(await PostJsonAsync("walls", new { capacity = 5 }), 409, "capacity-of-open-entrance", "capacity");
        await RefusedAsync(await PostJsonAsync("none", new { capacity = 5 }), 404, "slot-not-found", null);
        using var stranger = site.NewClient();
        await RefusedAsync(await stranger.PostAsJsonAsync("api/slots/clay/capacity", new { capacity = 5 }), 401, "sign-in-needed", null);
        Assert.Equal(10, await LedgerCapacityAsync());
    }

    [Fact]
    public async Task Another_sites_page_changes_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/slots/clay/capacity") { Content = JsonContent.Create(new { capacity = 5 }) };
        request.Headers.Add("Origin", "https://evil.example");
        await RefusedAsync(await organizer.SendAsync(request), 403, "foreign-origin", null);
        using var form = await SendAsync(organizer, "/organizer/slots/clay", [new("capacity", "5"), new("proof", "1.x")]);
        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
        Assert.Equal(4, await LedgerCapacityAsync());
    }

    private async Task<HttpResponseMessage> PostAsync(string capacity)
    {
        var form = PageForm.Read(await organizer.GetStringAsync(Relative("/organizer/slots/clay")), "slot-capacity");
        form["capacity"] = capacity;
        return await SendAsync(organizer, "/organizer/slots/clay", form);
    }

    private Task<HttpResponseMessage> PostJsonAsync(string slot, object body) => organizer.PostAsJsonAsync($"api/slots/{slot}/capacity", body);

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string code, string? field)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
            Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        }
    }

    private async Task RegisterAsync(string email, int party)
    {
        var signUp = new SignUp("Айгүл", EmailAddress.Parse(email)!, party, Language.Kazakh, SignUp.NewRequestId());
        Assert.NotNull(await site.Get<RegistrationDesk>().RegisterAsync(await StoredAsync(), signUp, CancellationToken.None));
    }

    private async Task<(int Taken, int Free, int Waiting, int Parties)> TakenAndLineAsync()
    {
        var ledger = await SeatCheck.LedgerAsync(site);
        return (ledger.Taken, ledger.Free, ledger.Waiting, ledger.WaitingParties);
    }

    private async Task<Slot> StoredAsync() => (await site.Get<ProgrammeTable>().FindSlotAsync("clay", CancellationToken.None))!.Stored.Slot;

    private async Task<int> LedgerCapacityAsync() => (await site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Capacity;
}
