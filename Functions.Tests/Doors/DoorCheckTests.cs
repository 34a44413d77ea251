using Azure.Data.Tables;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Xunit.Sdk;

namespace Esik.Doors.Tests;

/// <summary>What is lost, doubled or shown otherwise than it is counted at the doors does not go unseen.</summary>
public sealed class DoorCheckTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;
    private DoorPhone phone = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        phone = await DoorPhone.PairAsync(site);
        Assert.Equal("welcome", await phone.ScanAsync((await new TestGuest("aigul@example.org", 2).RegisterAsync(site, "clay")).Token));
        await SeatCheck.UntilNoneAsync(MistakesAsync);
    }

    public async Task DisposeAsync()
    {
        await phone.DisposeAsync();
        await site.DisposeAsync();
    }

    [Fact]
    public async Task Somebody_counted_twice_is_found()
    {
        await ChangeAsync<Admission>(Admission.Prefix, admission => admission with { CheckIns = [.. admission.CheckIns!, .. admission.CheckIns!], Admitted = 4 });
        var failed = await Assert.ThrowsAnyAsync<XunitException>(() => SeatCheck.UntilNoneAsync(MistakesAsync, seconds: 1));
        Assert.Contains("InsideMiscounted", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_that_only_the_phone_has_is_found()
    {
        var scanId = Assert.Single(await phone.ScanIdsAsync());
        await site.Storage.Slots.DeleteEntityAsync(site.Get<SlotTable>().Partition("clay"), Scan.KeyOf(scanId));
        Assert.Contains($"The scan {scanId} of phone 0 is not stored.", await MistakesAsync());
    }

    [Fact]
    public async Task A_tally_that_differs_is_found_and_so_is_the_page_that_shows_it()
    {
        await ChangeAsync<Tally>(Tally.Key, tally => tally with { Inside = 1 });
        await SeatCheck.UntilAsync(async () => (await MistakesAsync()).Contains("Phone 0 shows 1 2 20, and 2 2 20 are counted."), "the page shows the tally");
        Assert.Contains(await MistakesAsync(), mistake => mistake.StartsWith("TallyBehind", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_shows_other_counts_than_are_stored_is_found()
    {
        await phone.Page.RouteAsync("**/api/door/sync", async route =>
        {
            var told = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = told, Body = (await told.TextAsync()).Replace("\"inside\":2", "\"inside\":3", StringComparison.Ordinal) });
        });
        await SeatCheck.UntilAsync(async () => await MistakesAsync() is ["Phone 0 shows 3 2 20, and 2 2 20 are counted."], "the page shows what it was told");
    }

    private Task<IReadOnlyList<string>> MistakesAsync() => DoorCheck.MistakesAsync(site, [phone]);

    private async Task ChangeAsync<T>(string prefix, Func<T, T> change)
        where T : ISlotRow
    {
        var row = Assert.Single(await SeatCheck.RowsAsync<T>(site, "clay", prefix));
        await site.Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(site.Get<SlotTable>().Partition("clay"), change(row), "planted"), TableUpdateMode.Replace);
    }
}
