using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>A lead's phone looks guests up by name, over HTTP and real storage.</summary>
public sealed class DoorGuestTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private TestSite site = null!;
    private HttpClient lead = null!;

    public async Task InitializeAsync()
    {
        var now = clock.GetUtcNow();
        site = await TestSite.StartAsync(new() { Clock = clock, Settings = new Dictionary<string, string?> { ["GuestSearchesPerMinutePerDevice"] = "8" } });
        await site.ImportAsync(TestProgramme.Of(
            now, TestProgramme.Slot("clay", now), TestProgramme.Slot("tiny", now), TestProgramme.Slot("yard", now) with { VenueId = TestProgramme.Yard }, TestProgramme.Slot("walls", now, capacity: null)));
        lead = await PairAsync(DoorRole.Lead);
        await StoredGuests.AddAsync(site, "clay", "Айгүл Әбенова", party: 4);
        await StoredGuests.AddAsync(site, "clay", "Жанна", state: RegistrationState.Waiting);
        await StoredGuests.AddAsync(site, "tiny", "Айбек");
        await StoredGuests.AddAsync(site, "yard", "Айнұр");
    }

    public async Task DisposeAsync()
    {
        lead.Dispose();
        await site.DisposeAsync();
    }

    [Theory]
    [InlineData("Aigul", "Айгүл Әбенова")]
    [InlineData("айгуль абе", "Айгүл Әбенова")]
    [InlineData("Zh", "Жанна")]
    [InlineData("ja", "Жанна")]
    [InlineData("Айбек", null)]
    public async Task A_lead_finds_a_guest_of_the_slot_in_any_spelling(string typed, string? name)
    {
        var found = await FoundAsync(typed);
        Assert.Equal(name is null ? [] : [name], found.Select(guest => guest!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task What_is_told_is_as_described_and_holds_no_address()
    {
        var (ai, zh) = (await FoundAsync("ай"), await FoundAsync("zh"));
        var document = JsonNode.Parse(OpenApiFunctions.Document.Span)!;
        foreach (var guest in new[] { ai[0], zh[0] })
            Assert.Equal([], new SchemaCheck(document).Refused(guest, "#/components/schemas/FoundGuest"));
        Assert.Equal((4, 4, "confirmed"), (ai[0]!["party"]!.GetValue<int>(), ai[0]!["left"]!.GetValue<int>(), ai[0]!["state"]!.GetValue<string>()));
        Assert.Equal((0, "waiting"), (zh[0]!["left"]!.GetValue<int>(), zh[0]!["state"]!.GetValue<string>()));
        Assert.DoesNotContain("@", ai.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clay", "ж", 422, "guest-search-unusable")]
    [InlineData("clay", "", 422, "guest-search-unusable")]
    [InlineData("yard", "ай", 404, "slot-not-found")]
    [InlineData("walls", "ай", 404, "slot-not-found")]
    [InlineData("none", "ай", 404, "slot-not-found")]
    public async Task Nothing_else_is_looked_for(string slot, string typed, int status, string code) => await RefusedAsync(await AskAsync(lead, typed, slot), status, code);

    [Fact]
    public async Task Volunteers_and_strangers_see_nobody()
    {
        using var volunteer = await PairAsync(DoorRole.Volunteer);
        await RefusedAsync(await AskAsync(volunteer, "ай"), 403, "not-a-lead");
        await RefusedAsync(await AskAsync(site.Client, "ай"), 401, "device-unknown");
    }

    [Fact]
    public async Task A_phone_asks_only_so_often_and_another_one_is_not_hindered()
    {
        for (var number = 0; number < 8; number++)
            await FoundAsync("ай");
        using var refused = await AskAsync(lead, "ай");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        using var other = await PairAsync(DoorRole.Lead);
        using var found = await AskAsync(other, "ай");
        Assert.Equal(HttpStatusCode.OK, found.StatusCode);
    }

    [Fact]
    public async Task Letters_that_follow_each_other_cost_storage_nothing_more()
    {
        await FoundAsync("ай");
        var before = SlotReads();
        foreach (var typed in new[] { "айг", "айгү", "жа" })
            await FoundAsync(typed);
        Assert.Equal(before, SlotReads());
        clock.Advance(GuestLists.KeptFor);
        await FoundAsync("ай");
        Assert.Equal(before + 2, SlotReads());
    }

    private long SlotReads() => site.Get<StorageRequests>().Counts["GET slots"];

    private async Task<HttpClient> PairAsync(DoorRole role)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: false, CancellationToken.None, role);
        var (_, json) = await TestDoor.PairAsync(site, new { code, name = "Phone" });
        var client = site.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", json.GetProperty("deviceToken").GetString());
        return client;
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient client, string typed, string slot = "clay") =>
        client.PostAsJsonAsync("/api/door/guests", new { slot, name = typed });

    private async Task<JsonArray> FoundAsync(string typed)
    {
        using var answer = await AskAsync(lead, typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, int status, string code)
    {
        using (answer)
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal((status, code), ((int)answer.StatusCode, problem!["code"]!.GetValue<string>()));
        }
    }
}
