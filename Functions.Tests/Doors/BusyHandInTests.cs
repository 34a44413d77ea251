using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Doors.Tests;

/// <summary>What a phone hands in while storage answers only part of the time.</summary>
public sealed class BusyHandInTests : HandInWorld
{
    private protected override Action<IServiceCollection> Configure => services => services.AddSingleton<ISlotStore, StumblingStore>();

    [Fact]
    public async Task An_undo_comes_again_with_the_scan_that_it_takes_back()
    {
        var store = (StumblingStore)Site.Get<ISlotStore>();
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        object[] queue = [Proof(token, ticket, 2, scanId: "mistaken"), Undo("mistaken"), WalkIn(1)];
        store.Silent = Registration.Prefix;
        Assert.Equal(["busy", "busy", "welcome"], (await One.ScanAllAsync(queue)).Select(answer => answer.Answer()));
        Assert.DoesNotContain(await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix), scan => scan.Kind == ScanKind.Undo);
        store.Silent = null;
        Assert.Equal(["welcome", "undone", "welcome"], (await One.ScanAllAsync(queue)).Select(answer => answer.Answer()));
        Assert.Equal(1, await InsideAsync());
    }
}
