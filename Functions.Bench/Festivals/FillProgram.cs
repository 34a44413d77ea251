using System.Diagnostics;
using Esik.Bench.Rushes;
using Esik.Hosting.Standalone.Commands;
using Esik.Programmes;
using Esik.Registrations;

namespace Esik.Bench.Festivals;

/// <summary><c>--fill DIRECTORY N</c>: signs up N guests through the engine into a data directory of its own, for measuring what looks at all of them, such as <c>scripts/audit</c>.</summary>
public static class FillProgram
{
    private const int GuestsPerSlot = 1_000;

    // A fifth of the guests waits.
    private const int Capacity = 800;

    private const int SlotsAtOnce = 4;

    public static async Task<int> RunAsync(string directory, int registrations, CancellationToken stop)
    {
        var took = Stopwatch.StartNew();
        var slots = (registrations + GuestsPerSlot - 1) / GuestsPerSlot;
        using var data = DataDirectory.Own(Path.GetFullPath(directory));
        var settings = new HomeSettings(data) { ["FestivalId"] = BenchFestival.Id };
        settings.PlaceAtHome();
        await using var home = await HomeSite.OpenAsync(data, settings, HomeSite.Nowhere, KeyUse.Made, stop);
        var programme = BenchFestival.Of(slots, Capacity, TimeProvider.System.GetUtcNow());
        await home.Get<ProgrammeImport>().RunAsync(programme, new Progress<string>(), stop);
        // The commands find by this which festival the directory serves.
        data.Write("festival", BenchFestival.Id);
        var guests = new PatientGuests(home.Get<RegistrationDesk>());
        var stored = (await home.Get<IProgrammes>().CurrentAsync(stop)).Slots;
        await Parallel.ForEachAsync(stored.Index(), new ParallelOptions { MaxDegreeOfParallelism = SlotsAtOnce, CancellationToken = stop }, async (slot, stopOne) =>
        {
            var count = Math.Min(GuestsPerSlot, registrations - (slot.Index * GuestsPerSlot));
            await Task.WhenAll(BenchGuests.Of(slot.Index * GuestsPerSlot, count).Select(guest => guests.RegisterAsync(slot.Item, guest, stopOne)));
        });
        Console.WriteLine($"{registrations} registrations in {slots} slots lie under {data.Path}, after {took.Elapsed.TotalSeconds:0} s.");
        return 0;
    }
}
