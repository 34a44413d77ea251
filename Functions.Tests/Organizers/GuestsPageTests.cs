using System.Net;
using Esik.Doors;
using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Microsoft.Extensions.Time.Testing;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>Guests found by name and printed for the door, over HTTP and real storage.</summary>
public sealed class GuestsPageTests : IAsyncLifetime
{
    private static readonly string[] Names = ["Баян", "Әсел", "Aigul"];

    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private TestSite site = null!;
    private HttpClient organizer = null!;

    public async Task InitializeAsync()
    {
        var now = clock.GetUtcNow();
        site = await TestSite.StartAsync(new() { Clock = clock, Settings = Listed });
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now), TestProgramme.Slot("tiny", now, capacity: 1), TestProgramme.Slot("walls", now, capacity: null)));
        organizer = await SignInAsync(site);
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
    }

    public async Task DisposeAsync()
    {
        organizer.Dispose();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_is_found_however_the_name_is_spelled_and_without_an_address()
    {
        await RegisterAsync("clay", "a@example.org", "Айгүл Әбенова", 3);
        await RegisterAsync("clay", "b@example.org", "<b>Жанна</b>");
        await RegisterAsync("tiny", "c@example.org", "Айгерім");
        foreach (var typed in new[] { "ай", "Aygül", "aben", "АЙГУЛЬ" })
        {
            var page = await FoundAsync(typed);
            Assert.Contains("Айгүл Әбенова", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Жанна", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Айгерім", page, StringComparison.Ordinal);
            Assert.DoesNotContain("a@example.org", page, StringComparison.Ordinal);
        }
        Assert.Contains("&lt;b&gt;Жанна", await FoundAsync("Zh"), StringComparison.Ordinal);
        Assert.Contains("Nobody by that name", await FoundAsync("qq"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_in_is_seen_after_some_seconds_and_asked_for_no_oftener()
    {
        var token = (await RegisterAsync("clay", "a@example.org", "Айгүл", 3)).Token;
        Assert.Contains("Still outside\">3<", await FoundAsync("ай"), StringComparison.Ordinal);
        var door = await TestDoor.PairAsync(site, "hall-door");
        Assert.Equal("welcome", (await door.ScanAsync(TestDoor.Scan(token, places: 2, at: clock.GetUtcNow()))).Answer());
        Assert.Contains("Still outside\">3<", await FoundAsync("ай"), StringComparison.Ordinal);
        clock.Advance(GuestLists.KeptFor);
        Assert.Contains("Still outside\">1<", await FoundAsync("ай"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ж")]
    [InlineData("")]
    [InlineData("\"'<")]
    public async Task One_letter_finds_nobody_and_stays_in_the_field(string typed)
    {
        using var answer = await SearchAsync("clay", typed);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(typed, PageForm.Read(page, "find-guest")["name"]);
        Assert.Contains("Type at least two letters", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_for_the_door_has_who_holds_a_ticket_in_the_readers_order_and_no_address()
    {
        await RegisterAsync("clay", "a@example.org", "Баян", 2);
        await RegisterAsync("clay", "b@example.org", "Әсел");
        await RegisterAsync("clay", "c@example.org", "Aigul");
        await RegisterAsync("tiny", "d@example.org", "Кенже");
        var text = await PrintedAsync("clay", "hall-back");
        Assert.Contains("Back door", text, StringComparison.Ordinal);
        Assert.Contains("3 guests, 4 places · printed", text, StringComparison.Ordinal);
        Assert.Contains("page 1 of 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Кенже", text, StringComparison.Ordinal);
        Assert.Equal(["Aigul", "Әсел", "Баян"], InOrder(text));
        organizer.DefaultRequestHeaders.AcceptLanguage.Clear();
        organizer.DefaultRequestHeaders.AcceptLanguage.ParseAdd("kk");
        Assert.Equal(["Әсел", "Баян", "Aigul"], InOrder(await PrintedAsync("clay", "hall-door")));
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4}", text);
    }

    [Fact]
    public async Task Who_gave_the_place_back_or_waits_is_not_on_the_list()
    {
        await RegisterAsync("tiny", "a@example.org", "Баян");
        await RegisterAsync("tiny", "b@example.org", "Әсел");
        Assert.Equal(["Баян"], InOrder(await PrintedAsync("tiny", "hall-door")));
        Assert.Contains("in the waiting list", await FoundAsync("asel", "tiny"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/organizer/slots/none/guests")]
    [InlineData("/organizer/slots/walls/guests")]
    [InlineData("/organizer/slots/none/lists/hall-door.pdf")]
    [InlineData("/organizer/slots/walls/lists/hall-door.pdf")]
    [InlineData("/organizer/slots/clay/lists/yard-door.pdf")]
    public async Task What_has_no_guests_has_no_list(string path)
    {
        using var answer = await organizer.GetAsync(Relative(path));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_reads_names()
    {
        using var list = await site.Client.GetAsync(Relative("/organizer/slots/clay/lists/hall-door.pdf"));
        Assert.Equal((HttpStatusCode.SeeOther, true), (list.StatusCode, list.Headers.Location!.ToString().StartsWith("/organizer/sign-in", StringComparison.Ordinal)));
        using var foreign = await SendAsync(organizer, "/organizer/slots/clay/guests", [new("name", "ай"), new("proof", "1.x")]);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    private async Task<GuestAnswer> RegisterAsync(string slot, string email, string name, int party = 1) => await new TestGuest(email, party) { Name = name }.RegisterAsync(site, slot);

    private async Task<HttpResponseMessage> SearchAsync(string slot, string typed)
    {
        var form = PageForm.Read(await organizer.GetStringAsync(Relative($"/organizer/slots/{slot}/guests")), "find-guest");
        form["name"] = typed;
        return await SendAsync(organizer, $"/organizer/slots/{slot}/guests", form);
    }

    private async Task<string> FoundAsync(string typed, string slot = "clay")
    {
        using var answer = await SearchAsync(slot, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> PrintedAsync(string slot, string door)
    {
        using var answer = await organizer.GetAsync(Relative($"/organizer/slots/{slot}/lists/{door}.pdf"));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        using var folder = new TemporaryFolder();
        return Tool.Run("pdftotext", "-layout", "-enc", "UTF-8", folder.Write("list.pdf", await answer.Content.ReadAsByteArrayAsync()), "-");
    }

    private static IEnumerable<string> InOrder(string text) =>
        text.Split('\n').SelectMany(line => Names.Where(name => line.Contains(name, StringComparison.Ordinal)));
}
