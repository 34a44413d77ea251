using System.Net;
using System.Net.Http.Json;
using Esik.Audits.Tests;
using Esik.Doors;
using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>Clashes seen and settled by organizers and leads, over HTTP and real storage.</summary>
public sealed class ClashesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Settings = Listed });
        await site.ImportAsync(TestProgramme.Of(
            Now, TestProgramme.Slot("clay", Now), TestProgramme.Slot("yard", Now) with { VenueId = TestProgramme.Yard }, TestProgramme.Slot("walls", Now, capacity: null)));
        organizer = await SignInAsync(site);
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await AuditCheck.CloseAsync(site);
    }

    [Fact]
    public async Task Both_doors_phones_times_and_the_name_are_seen_and_the_desk_counts()
    {
        Assert.Contains("Nothing is open", await PageAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("<em>", await organizer.GetStringAsync(Relative("/organizer")), StringComparison.Ordinal);
        await ClashAsync("Айгүл <i>Әбенова</i>");
        var page = await PageAsync();
        foreach (var said in new[] { "Айгүл &lt;i&gt;Әбенова", "Hall door", "Back door", "Phone of hall-door", "Phone of hall-back", "One ticket was let in twice.", "2 people too many", "stands" })
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("a@example.org", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<th scope=\"row\">").Length - 1);
        await SeatCheck.UntilAsync(
            async () => (await organizer.GetStringAsync(Relative("/organizer"))).Contains("<em>1 open</em>", StringComparison.Ordinal), "the desk counts the clash", seconds: 30);
    }

    [Theory]
    [InlineData("let-in", 4)]
    [InlineData("sent-away", 2)]
    [InlineData("wrong-scan", 2)]
    public async Task A_clash_is_settled_once_and_the_same_again_moves_nobody(string verdict, int inside)
    {
        await ClashAsync("Айгүл");
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);
        var form = await FormAsync(verdict, "They were <cousins>\r\nof hers");
        Assert.Equal("/organizer/clashes?done=1", await SettleAsync(form));
        Assert.Equal(inside, (await SeatCheck.LedgerAsync(site)).Inside);
        Assert.Equal("/organizer/clashes?done=1", await SettleAsync(form));
        Assert.Equal("/organizer/clashes?done=0", await SettleAsync([.. form.Where(field => field.Key != "verdict"), new("verdict", verdict == "let-in" ? "sent-away" : "let-in")]));
        Assert.Equal(inside, (await SeatCheck.LedgerAsync(site)).Inside);

        var page = await PageAsync();
        Assert.Contains("They were &lt;cousins&gt;", page, StringComparison.Ordinal);
        Assert.Contains(Email, page.Split("clash sheet")[1], StringComparison.Ordinal);
        Assert.Contains("Nothing is open", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"settle-", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clash_is_listed_although_nobody_is_counted_inside()
    {
        var guest = await new TestGuest("a@example.org", 2) { Name = "Айгүл" }.RegisterAsync(site, "clay");
        using var withdrawn = await site.Client.PostAsync(Relative($"/api/tickets/{guest.Key}/withdraw"), JsonContent.Create(new { }));
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        var phone = new TestDoor(site, await PairAsync("hall-door", DoorRole.Volunteer));
        var at = TimeProvider.System.GetUtcNow();
        Assert.Equal("void", (await phone.ScanAsync(new { scanId = "late", token = guest.Token, slot = "clay", door = "hall-door", scannedAt = at, offline = true, shown = "welcome" }, at)).GetProperty("cause").GetString());
        await FollowAsync();
        Assert.Equal(0, (await SeatCheck.LedgerAsync(site)).Inside);
        Assert.Contains("settle-late", await PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasing_the_guests_data_takes_the_note_and_who_settled_it()
    {
        await ClashAsync("Айгүл");
        await SettleAsync(await FormAsync("sent-away", "Her cousin Timur"));
        await site.Get<Erasure>().RunAsync(new Progress<string>(), CancellationToken.None);
        var clash = Assert.Single(await SeatCheck.RowsAsync<Clash>(site, "clay", Clash.Prefix));
        Assert.Equal(("", "", ClashVerdict.SentAway), (clash.Settled!.Note, clash.Settled.By, clash.Settled.Verdict));
        var page = await PageAsync();
        Assert.DoesNotContain("Timur", page, StringComparison.Ordinal);
        Assert.Contains("A guest without a name", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_at_once_one_settles()
    {
        await ClashAsync("Айгүл");
        var form = await FormAsync("let-in", "");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SettleAsync(form)));
        Assert.Equal(4, (await SeatCheck.LedgerAsync(site)).Inside);
    }

    [Fact]
    public async Task A_note_is_three_hundred_letters_at_most_and_a_verdict_one_of_three()
    {
        await ClashAsync("Айгүл");
        var longest = new string('ә', Clash.NoteLengthMax);
        Assert.Contains("The note is too long", await RefusedAsync("let-in", longest + "!"), StringComparison.Ordinal);
        Assert.Contains("Choose one of the three", await RefusedAsync("undone", "kept <b>"), StringComparison.Ordinal);
        Assert.Contains("kept &lt;b&gt;", await RefusedAsync("", "kept <b>"), StringComparison.Ordinal);
        Assert.Equal("/organizer/clashes?done=1", await SettleAsync(await FormAsync("let-in", longest)));
    }

    [Theory]
    [InlineData("none", "x")]
    [InlineData("walls", "x")]
    [InlineData("clay", "no-such-scan")]
    [InlineData("clay", "a/b#c")]
    public async Task A_clash_that_is_none_is_not_found(string slot, string scan)
    {
        await ClashAsync("Айгүл");
        var form = await FormAsync("let-in", "");
        using var answer = await SendAsync(organizer, "/organizer/clashes", [.. form.Where(field => field.Key is not ("slot" or "scan")), new("slot", slot), new("scan", scan)]);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_lead_settles_what_is_at_the_leads_own_doors()
    {
        await ClashAsync("Айгүл");
        var (away, elsewhere) = (await LeadAsync("hall-door"), await LeadAsync("yard-door"));
        var page = await LeadPageAsync(away);
        Assert.Contains("Айгүл", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Айгүл", await LeadPageAsync(elsewhere), StringComparison.Ordinal);

        var form = SettleForm(page, "sent-away", "");
        using var foreign = await SendAsync(site.Client, "/lead/clashes", [.. form.Where(field => field.Key != "token"), new("token", elsewhere)]);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var settled = await SendAsync(site.Client, "/lead/clashes", form);
        Assert.DoesNotContain("id=\"settle-", await settled.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Lead of hall-door", await PageAsync(), StringComparison.Ordinal);
        Assert.Equal(2, (await SeatCheck.LedgerAsync(site)).Inside);
    }

    [Fact]
    public async Task Nobody_else_sees_clashes()
    {
        var volunteer = await PairAsync("hall-door", DoorRole.Volunteer);
        using var refused = await SendAsync(site.Client, "/lead/clashes", [new("token", volunteer)]);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var unknown = await SendAsync(site.Client, "/lead/clashes", [new("token", "0123456789abcdef.x")]);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        using var typed = await site.Client.GetAsync(Relative("/lead/clashes"));
        Assert.Equal("/door", typed.Headers.Location!.ToString());
        using var visitor = await site.Client.GetAsync(Relative("/organizer/clashes"));
        Assert.Equal(HttpStatusCode.SeeOther, visitor.StatusCode);
        using var form = await SendAsync(organizer, "/organizer/clashes", [new("slot", "clay"), new("scan", "x"), new("verdict", "let-in"), new("proof", "1.x")]);
        Assert.Equal(HttpStatusCode.Forbidden, form.StatusCode);
    }

    // Two doors that did not know of each other: each let the same party of two in.
    private async Task ClashAsync(string name)
    {
        var token = (await new TestGuest("a@example.org", 2) { Name = name }.RegisterAsync(site, "clay")).Token;
        foreach (var (door, minutes) in new[] { ("hall-door", -3), ("hall-back", -2) })
        {
            var phone = new TestDoor(site, await PairAsync(door, DoorRole.Volunteer));
            var at = TimeProvider.System.GetUtcNow().AddMinutes(minutes);
            var answer = await phone.ScanAsync(new { scanId = SignUp.NewRequestId(), token, slot = "clay", door, scannedAt = at, offline = true, shown = "welcome" }, TimeProvider.System.GetUtcNow());
            Assert.Equal(door == "hall-door" ? "welcome" : "clash", answer.Answer());
        }
        await FollowAsync();
    }

    // Which slots had a clash is told by their tallies, a second behind.
    private async Task FollowAsync()
    {
        await SeatCheck.UntilAsync(async () => (await SeatCheck.TallyAsync(site)).Clashes > 0, "the tally follows");
        await Task.Delay(Slots.Tallies.KeptFor);
    }

    private Task<string> LeadAsync(string door) => PairAsync(door, DoorRole.Lead);

    private async Task<string> PairAsync(string door, DoorRole role)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync([door], TimeSpan.FromHours(10), reusable: false, CancellationToken.None, role);
        var (_, json) = await TestDoor.PairAsync(site, new { code, name = $"{(role == DoorRole.Lead ? "Lead" : "Phone")} of {door}" });
        return json.GetProperty("deviceToken").GetString()!;
    }

    private Task<string> PageAsync() => organizer.GetStringAsync(Relative("/organizer/clashes"));

    private async Task<string> LeadPageAsync(string token)
    {
        using var answer = await SendAsync(site.Client, "/lead/clashes", [new("token", token)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<List<KeyValuePair<string, string>>> FormAsync(string verdict, string note) => SettleForm(await PageAsync(), verdict, note);

    private static List<KeyValuePair<string, string>> SettleForm(string page, string verdict, string note)
    {
        var id = "settle-" + page.Split("id=\"settle-")[1].Split('"')[0];
        return [.. PageForm.Read(page, id).Where(field => field.Key != "verdict"), new("verdict", verdict), new("note", note)];
    }

    private async Task<string> SettleAsync(List<KeyValuePair<string, string>> form)
    {
        using var answer = await SendAsync(organizer, "/organizer/clashes", form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }

    private async Task<string> RefusedAsync(string verdict, string note)
    {
        using var answer = await SendAsync(organizer, "/organizer/clashes", await FormAsync(verdict, note));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
