using Azure.Data.Tables;
using Esik.Bench.Festivals;
using Esik.Bench.Reports;
using Esik.Bench.Rivals;
using Esik.Bench.Rushes;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Npgsql;

namespace Esik.Bench.Parts;

/// <summary>The engine in process, without HTTP, and its rivals: in every repetition all of them, one after the other.</summary>
public sealed class EnginePart(BenchRun bench)
{
    private const int AtOnce = 256;
    private const int WarmUpGuests = 500;
    private const string Naive = "(a) read, check, write, again";
    private const string RowLock = "(b) PostgreSQL, row lock";
    private const string AdvisoryLock = "(b) PostgreSQL, advisory lock";
    private const string NotDurable = "    row lock, commits not awaited on disk";
    private const string Esik = "(c) Esik";
    private const string Ceiling = "(d) storage, 100 rows a transaction (rows)";

    // As many guests as come at a time, so that they are in each other's way as they will be; the whole choice stays under half a minute.
    private const int PauseGuests = AtOnce;

    private static readonly int[] PoolSizes = [4, 8, 16, 32, 64];
    private static readonly int[] PausesMilliseconds = [25, 50, 100, 200];

    private sealed record Shape(string Name, int Slots, int Capacity)
    {
        public bool IsMeasured => (Slots, Capacity) == (1, 200);
    }

    private static readonly Shape[] Shapes = [new("one slot of 200", 1, 200), new("one slot of 5,000", 1, 5_000), new("50 slots of 200", 50, 200)];

    private readonly Dictionary<SeatLock, int> pools = bench.Pools;
    private readonly List<double> rivalsPerCeiling = [];
    private int pauseMilliseconds;

    public async Task RunAsync(CancellationToken stop)
    {
        bench.Say("engine: warming up, and choosing the rivals' settings");
        await using var cluster = await PostgresCluster.StartAsync(stop);
        await WarmUpAsync(cluster, stop);
        foreach (var shape in Shapes)
        {
            for (var repetition = 1; repetition <= (shape.IsMeasured ? bench.Depth.Repetitions : bench.Depth.Others); repetition++)
            {
                bench.Say($"engine: {shape.Name}, repetition {repetition}");
                await RepeatAsync(cluster, shape, stop);
            }
        }
        bench.Findings.Note($"Engine: {AtOnce} guests at a time call the desk in process. {bench.Depth.Guests:N0} guests; of (a) {bench.Depth.NaiveGuests:N0}, of (b) {bench.Depth.PostgresGuests:N0}, since rates are per second. "
            + $"Pools of (b), the best of {string.Join(", ", PoolSizes)}: row lock {pools[SeatLock.Row]}, advisory lock {pools[SeatLock.Advisory]} connections. "
            + $"First pause of (a), the best of {string.Join(", ", PausesMilliseconds)}: up to {pauseMilliseconds} ms.");
        bench.Findings.Note("PostgreSQL answers a commit when it is on the disk; the emulator answers from memory and writes to disk every five seconds, while Azure's own storage answers when three copies are written. "
            + "The line \"commits not awaited on disk\" shows PostgreSQL on the emulator's terms.");
        bench.Findings.Note($"What binds is the emulator, which works on one processor: (d), which decides nothing, is {Figures.Median(rivalsPerCeiling):0.0} times the better lock of (b) on this machine, "
            + "and whatever stores its rows in the emulator cannot pass (d) by much.");
    }

    private async Task WarmUpAsync(PostgresCluster cluster, CancellationToken stop)
    {
        var warmUp = Shapes[0];
        foreach (var seatLock in Enum.GetValues<SeatLock>())
        {
            await PostgresAsync(cluster, seatLock, PoolSizes[^1], true, warmUp, WarmUpGuests, stop);
            pools[seatLock] = await Tuning.BestAsync(PoolSizes, async size => (await PostgresAsync(cluster, seatLock, size, true, warmUp, 2 * WarmUpGuests, stop)).PerSecond);
        }
        await EsikAsync(warmUp, bench.Depth.Guests, stop);
        await CeilingAsync(warmUp, WarmUpGuests, stop);
        await NaiveAsync(warmUp, PausesMilliseconds[^1], WarmUpGuests / 10, stop);
        bench.Say("engine: choosing the pause of (a)");
        pauseMilliseconds = await Tuning.BestAsync(PausesMilliseconds, async pause => (await NaiveAsync(warmUp, pause, PauseGuests, stop)).PerSecond);
    }

    private async Task RepeatAsync(PostgresCluster cluster, Shape shape, CancellationToken stop)
    {
        var esik = await EsikAsync(shape, bench.Depth.Guests, stop);
        Show(shape, Esik, esik.Rush);
        var row = await PostgresAsync(cluster, SeatLock.Row, pools[SeatLock.Row], true, shape, bench.Depth.PostgresGuests, stop);
        Show(shape, RowLock, row);
        var ceiling = await CeilingAsync(shape, bench.Depth.Guests, stop);
        bench.Findings.Row(Title(shape), Ceiling, ("per s", ceiling));
        var advisory = await PostgresAsync(cluster, SeatLock.Advisory, pools[SeatLock.Advisory], true, shape, bench.Depth.PostgresGuests, stop);
        Show(shape, AdvisoryLock, advisory);
        Show(shape, NotDurable, await PostgresAsync(cluster, SeatLock.Row, pools[SeatLock.Row], false, shape, bench.Depth.PostgresGuests, stop));
        var naive = await NaiveAsync(shape, pauseMilliseconds, bench.Depth.NaiveGuests, stop);
        Show(shape, Naive, naive);
        if (!shape.IsMeasured)
            return;
        bench.Findings.Add("engine.vs_naive", esik.Rush.PerSecond / naive.PerSecond);
        bench.Findings.Add("engine.vs_postgres", esik.Rush.PerSecond / Math.Max(row.PerSecond, advisory.PerSecond));
        bench.Findings.Add("engine.vs_ceiling", esik.Rush.PerSecond / ceiling);
        rivalsPerCeiling.Add(ceiling / Math.Max(row.PerSecond, advisory.PerSecond));
        bench.Findings.Add("requests.rush", (double)esik.Requests / esik.Rush.Waits.Count);
    }

    private static async Task<(Rush Rush, long Requests)> EsikAsync(Shape shape, int guests, CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        await using var site = await OpenAsync(storage, shape, stop);
        var slots = await site.SlotsAsync(stop);
        var before = site.Requests.Total;
        var desk = new PatientGuests(site.Desk);
        var rush = await Rush.RunAsync(Pairs(slots, guests), AtOnce, (guest, stopOne) => desk.RegisterAsync(guest.Slot, guest.SignUp, stopOne), stop);
        // The tally that is owed after a rush belongs to it.
        await site.Get<SlotWriters>().StopAsync(CancellationToken.None);
        return (rush, site.Requests.Total - before);
    }

    private static async Task<Rush> NaiveAsync(Shape shape, int pauseMilliseconds, int guests, CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        await using var site = await OpenAsync(storage, shape, stop, counters: 1);
        var desk = new NaiveDesk(new TableClient(storage.Connection, "slots"), pauseMilliseconds, site.Get<SlotTable>(), site.Get<TicketKeys>(), site.Get<GuestKey>());
        return await Rush.RunAsync(Pairs(await site.SlotsAsync(stop), guests), AtOnce, (guest, stopOne) => desk.RegisterAsync(guest.Slot, guest.SignUp, stopOne), stop);
    }

    private static async Task<double> CeilingAsync(Shape shape, int rows, CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        await using var site = await OpenAsync(storage, shape, stop);
        var ceiling = new StorageCeiling(site.Get<EsikStorage>(), site.Get<SlotTable>(), site.Get<TicketKeys>(), site.Get<GuestKey>());
        return await ceiling.MeasureAsync((await site.SlotsAsync(stop))[0], rows, stop);
    }

    private static async Task<Rush> PostgresAsync(PostgresCluster cluster, SeatLock seatLock, int pool, bool isDurable, Shape shape, int guests, CancellationToken stop)
    {
        await using var database = NpgsqlDataSource.Create($"{cluster.Connection};Minimum Pool Size={pool};Maximum Pool Size={pool}" + (isDurable ? "" : ";Options=-c synchronous_commit=off"));
        var programme = BenchFestival.Of(shape.Slots, shape.Capacity, TimeProvider.System.GetUtcNow());
        var slots = programme.Slots.Select((slot, number) => slot with { Number = (ushort)(number + 1) }).ToList();
        await PostgresDesk.PrepareAsync(database, slots);
        using var keys = TicketKeys.Read(TicketKeys.CreatePem(), "1", null).Keys!;
        var desk = new PostgresDesk(database, seatLock, keys, GuestKey.Parse(GuestKey.CreateText())!);
        return await Rush.RunAsync(Pairs(slots, guests), AtOnce, (guest, stopOne) => desk.RegisterAsync(guest.Slot, guest.SignUp, stopOne), stop);
    }

    private static Task<BenchSite> OpenAsync(BenchStorage storage, Shape shape, CancellationToken stop, int counters = Counter.PerSlot) =>
        BenchSite.OpenAsync(BenchSettings.Of(storage.Connection, Path.GetTempPath()), shape.Slots, shape.Capacity, stop, counters);

    private static List<(Slot Slot, SignUp SignUp)> Pairs(IReadOnlyList<Slot> slots, int guests) =>
        [.. BenchGuests.Of(0, guests).Select((signUp, number) => (slots[number % slots.Count], signUp))];

    private void Show(Shape shape, string way, Rush rush) => bench.Findings.Row(Title(shape), way, ("per s", rush.PerSecond), ("p99 s", rush.P99));

    private static string Title(Shape shape) => $"Engine in process, {shape.Name}";
}
