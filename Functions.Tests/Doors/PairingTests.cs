using System.Net;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

public sealed class PairingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Clock = clock });
        await site.ImportAsync(TestProgramme.Of(clock.GetUtcNow(), TestProgramme.Slot("clay", clock.GetUtcNow()), TestProgramme.Slot("yard", clock.GetUtcNow()) with { VenueId = TestProgramme.Yard }));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_code_pairs_one_device_for_its_doors()
    {
        var code = await PassAsync(reusable: false);
        var (status, json) = await TestDoor.PairAsync(site, new { code = code.ToLowerInvariant(), name = " Aigul's phone " });
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal(["hall-door"], json.GetProperty("doors").EnumerateArray().Select(door => door.GetProperty("id").GetString()));
        Assert.Equal(["clay"], json.GetProperty("doors")[0].GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("id").GetString()));
        Assert.Equal(clock.GetUtcNow().AddHours(1), json.GetProperty("validUntil").GetDateTimeOffset());
        Assert.Equal(HttpStatusCode.OK, await Device(json).MeAsync());
        Assert.Equal((HttpStatusCode.Conflict, "door-code-used"), await RefusalAsync(new { code, name = "Another phone" }));
        Assert.Equal((HttpStatusCode.Conflict, "door-code-used"), await RefusalAsync(new { code, name = "Another phone", requestId = "other" }));
    }

    [Fact]
    public async Task A_lost_answer_uses_nothing_up()
    {
        var asked = new { code = await PassAsync(reusable: false), name = "Phone", requestId = "once" };
        var first = await TestDoor.PairAsync(site, asked);
        var second = await TestDoor.PairAsync(site, asked);
        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.Equal(first.Json.GetProperty("deviceToken").GetString(), second.Json.GetProperty("deviceToken").GetString());
        Assert.Single(await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_reusable_code_pairs_many_devices(string? requestId)
    {
        var code = await PassAsync(reusable: true);
        var tokens = await Task.WhenAll(Enumerable.Range(0, 3).Select(async number => (await TestDoor.PairAsync(site, new { code, name = $"Phone {number}", requestId })).Json.GetProperty("deviceToken").GetString()));
        Assert.Equal(3, tokens.Distinct().Count());
    }

    [Fact]
    public async Task Of_twenty_phones_at_once_a_code_pairs_one()
    {
        var code = await PassAsync(reusable: false);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => TestDoor.PairAsync(site, new { code, name = $"Phone {number}", requestId = $"request-{number}" })));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.Single(await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_code_and_its_devices_expire()
    {
        var used = await PassAsync(reusable: true);
        var unused = await PassAsync(reusable: false);
        var device = Device((await TestDoor.PairAsync(site, new { code = used, name = "Phone" })).Json);
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, await device.MeAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await device.MeAsync());
        Assert.Equal((HttpStatusCode.Gone, "door-code-expired"), await RefusalAsync(new { code = unused, name = "Late phone" }));
        Assert.Equal((HttpStatusCode.Gone, "door-code-expired"), await RefusalAsync(new { code = used, name = "Late phone" }));
    }

    [Fact]
    public async Task A_revoked_device_is_refused_within_thirty_seconds_everywhere()
    {
        await using var other = await TestSite.StartAsync(new() { Clock = clock, Connection = site.Connection });
        var (_, json) = await TestDoor.PairAsync(site, new { code = await PassAsync(reusable: false), name = "Phone", requestId = "mine" });
        var device = Device(json);
        Assert.Equal(HttpStatusCode.OK, await device.At(other).MeAsync());
        var id = Assert.Single(await site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None)).Id;
        Assert.True(await site.Get<DoorDesk>().RevokeAsync(id, CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, await device.MeAsync());
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Forbidden, await device.At(other).MeAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await device.At(other).PostAsync(new { scans = new[] { TestDoor.Scan("x") } })).Status);
        Assert.False(await site.Get<DoorDesk>().RevokeAsync("0000000000000000", CancellationToken.None));
    }

    [Theory]
    [InlineData("no such code", "Phone", 404, "door-code-unknown")]
    [InlineData("", "Phone", 422, "door-code-unusable")]
    [InlineData(null, "Phone", 422, "door-code-unusable")]
    [InlineData("x", "", 422, "device-name-unusable")]
    [InlineData("x", null, 422, "device-name-unusable")]
    [InlineData("x", "a\tb", 422, "device-name-unusable")]
    public async Task A_code_or_name_that_is_none_is_refused(string? code, string? name, int status, string problem) =>
        Assert.Equal(((HttpStatusCode)status, problem), await RefusalAsync(new { code, name }));

    private Task<string> PassAsync(bool reusable) => site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable, CancellationToken.None);

    private TestDoor Device(System.Text.Json.JsonElement paired) => new(site, paired.GetProperty("deviceToken").GetString()!);

    private async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(object body)
    {
        var (status, json) = await TestDoor.PairAsync(site, body);
        return (status, json.GetProperty("code").GetString());
    }
}
