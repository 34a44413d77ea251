using Esik.Bench.Rushes;
using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Bench.Festivals;

/// <summary>An evening at a door: one slot that is open now, guests with tickets, and paired phones.</summary>
public static class DoorFestival
{
    private const int AtOnce = 256;

    /// <summary>Imports the slot into an empty storage.</summary>
    public static async Task<Slot> OpenAsync(BenchSite site, int capacity, CancellationToken stop)
    {
        await site.Get<EsikStorage>().PrepareAsync(stop);
        var now = TimeProvider.System.GetUtcNow();
        var general = BenchFestival.Of(1, capacity, now);
        var slot = general.Slots[0] with { Start = now.AddMinutes(30), End = now.AddHours(3), SignUpCloses = now.AddHours(2), DoorOpens = now.AddMinutes(-30), DoorCloses = now.AddHours(3) };
        var result = await site.Get<ProgrammeImport>().RunAsync(new Programme(general.Festival, general.Venues, general.Kinds, general.Doors, [slot]), new Progress<string>(), stop);
        return result.IsComplete ? (await site.SlotsAsync(stop))[0] : throw new InvalidOperationException("The festival was not imported.");
    }

    public static async Task<IReadOnlyList<Registration>> RegisterAsync(BenchSite site, Slot slot, int guests, CancellationToken stop)
    {
        var desk = new PatientGuests(site.Desk);
        var registered = new System.Collections.Concurrent.ConcurrentBag<Registration>();
        await Rush.RunAsync(BenchGuests.Of(0, guests), AtOnce, async (signUp, stopOne) => registered.Add(await desk.RegisterAsync(slot, signUp, stopOne)), stop);
        return [.. registered];
    }

    /// <summary>The tokens of new phones.</summary>
    public static async Task<IReadOnlyList<string>> PairAsync(BenchSite site, int phones, CancellationToken stop)
    {
        var desk = site.Get<DoorDesk>();
        var tokens = new List<string>();
        for (var phone = 0; phone < phones; phone++)
        {
            var code = await desk.CreatePassAsync(["hall"], TimeSpan.FromHours(2), reusable: false, stop);
            tokens.Add((await desk.PairAsync(code, $"Phone {phone}", null, stop)).Token ?? throw new InvalidOperationException("A phone was not paired."));
        }
        return tokens;
    }
}
