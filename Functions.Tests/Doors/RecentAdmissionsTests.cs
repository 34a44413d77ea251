using System.Net;
using System.Text.Json.Nodes;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>A lead's phone sees who came in by its doors lately, over HTTP and real storage, and takes one of another phone back.</summary>
public sealed class RecentAdmissionsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private TestSite site = null!;
    private TestDoor lead = null!;
    private TestDoor volunteer = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Clock = clock, Settings = Limits.Raised });
        var now = clock.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 20), TestProgramme.Slot("yard", now) with { VenueId = TestProgramme.Yard }));
        lead = await TestDoor.PairAsync(site, DoorRole.Lead, "hall-door");
        volunteer = await TestDoor.PairAsync(site, "hall-door", "hall-back");
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task What_came_in_by_own_doors_is_told_the_latest_first_and_taken_back_once()
    {
        var token = await TokenAsync("aigul", 3);
        await volunteer.ScanAsync(TestDoor.Scan(token, places: 2, scanId: "first", at: clock.GetUtcNow()));
        await volunteer.ScanAsync(TestDoor.Scan(token, places: 2, scanId: "refused", at: clock.GetUtcNow()));
        clock.Advance(TimeSpan.FromMinutes(1));
        await volunteer.ScanAsync(new { scanId = "second", kind = "walk-in", places = 1, slot = "clay", door = "hall-door", scannedAt = clock.GetUtcNow() });
        await volunteer.ScanAsync(TestDoor.Scan(await TokenAsync("dana", 1), door: "hall-back", scanId: "elsewhere", at: clock.GetUtcNow()));
        var seen = await SeenAsync();
        Assert.Equal(["second", "first"], seen.Select(each => each!["scanId"]!.GetValue<string>()));
        Assert.Equal((null, "Айгүл", 2), (seen[0]!["name"], seen[1]!["name"]!.GetValue<string>(), seen[1]!["places"]!.GetValue<int>()));
        var document = JsonNode.Parse(OpenApiFunctions.Document.Span)!;
        Assert.All(seen, each => Assert.Equal([], new SchemaCheck(document).Refused(each!, "#/components/schemas/RecentAdmission")));
        Assert.DoesNotContain("@", seen.ToJsonString(), StringComparison.Ordinal);

        Assert.Equal("undone", (await lead.ScanAsync(Undo("first", clock.GetUtcNow()))).Answer());
        Assert.Equal("not-undone", (await lead.ScanAsync(Undo("first", clock.GetUtcNow()))).Answer());
        Assert.Equal(["second"], (await SeenAsync()).Select(each => each!["scanId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Looking_costs_one_query_and_what_is_hours_ago_is_left_out()
    {
        await volunteer.ScanAsync(TestDoor.Scan(await TokenAsync("aigul", 1), at: clock.GetUtcNow()));
        await SeenAsync();
        var before = site.Get<StorageRequests>().Counts["GET slots"];
        Assert.Single(await SeenAsync());
        // The query, and the name of the one guest.
        Assert.Equal(before + 2, site.Get<StorageRequests>().Counts["GET slots"]);
        clock.Advance(RecentAdmissionsTable.Age + TimeSpan.FromMinutes(1));
        Assert.Empty(await SeenAsync());
    }

    [Fact]
    public async Task Volunteers_strangers_and_leads_of_other_doors_see_nobody()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await volunteer.GetAsync("/api/door/admissions?slot=clay")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await lead.GetAsync("/api/door/admissions?slot=yard")).StatusCode);
        using var stranger = await site.Client.GetAsync(new Uri("/api/door/admissions?slot=clay", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
    }

    private static object Undo(string undoes, DateTimeOffset at) =>
        new { scanId = $"undo-{Guid.NewGuid():N}", kind = "undo", undoes, reason = "wrong guest", slot = "clay", door = "hall-door", scannedAt = at };

    private async Task<JsonArray> SeenAsync()
    {
        using var answer = await lead.GetAsync("/api/door/admissions?slot=clay");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsArray();
    }

    private async Task<string> TokenAsync(string name, int party) =>
        (await new TestGuest($"{name}@example.org", party) { Name = name == "aigul" ? "Айгүл" : "Дана" }.RegisterAsync(site, "clay")).Token;
}
