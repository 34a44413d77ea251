using Esik.Hosting.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Slots.Tests;

/// <summary>The writers over a store that misbehaves as told, and a clock that runs only when a test lets it.</summary>
internal sealed class WriterWorld : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly TestLogs logs = new();
    private readonly ILoggerFactory logging;

    private WriterWorld(int capacity, int waitingMax)
    {
        logging = LoggerFactory.Create(builder => builder.AddProvider(logs));
        Store = new MemorySlotStore(capacity);
        Writers = new SlotWriters(Store, new SlotSettings { WaitingPerSlotMax = waitingMax }, Clock, logging.CreateLogger<SlotWriters>());
    }

    /// <summary>What the writers complained about.</summary>
    public string Complaints => string.Join('\n', logs.Lines);

    public static WriterWorld Of(int capacity = 10, int waitingMax = 1_000) => new(capacity, waitingMax);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 9, 18, 7, 0, 0, TimeSpan.Zero));

    public MemorySlotStore Store { get; }

    public SlotWriters Writers { get; }

    /// <summary>Takes places; the answer, or null when the asker was told to come again.</summary>
    public async Task<int?> TakeAsync(string name, int places = 1, bool mail = false, bool reads = false)
    {
        try
        {
            return await Writers.ChangeAsync("clay", new TakeChange(name, places, mail, reads));
        }
        catch (BusyException)
        {
            return null;
        }
    }

    /// <summary>Lets time pass until something happens; fails when it has not happened after so many seconds of the world's clock.</summary>
    public async Task UntilAsync(Func<bool> happened, double seconds)
    {
        for (var passed = TimeSpan.Zero; !happened(); passed += Step)
        {
            Assert.True(passed.TotalSeconds <= seconds, $"Not within {seconds} seconds.");
            // Real time for the writer's own thread, so that it is not outrun by a clock that only this test turns.
            for (var wait = 0; wait < 4 && !happened(); wait++)
                await Task.Delay(1);
            if (!happened())
                Clock.Advance(Step);
        }
    }

    public async Task<T> WithinAsync<T>(Task<T> task, double seconds)
    {
        await UntilAsync(() => task.IsCompleted, seconds);
        return await task;
    }

    public async Task PassAsync(double seconds)
    {
        for (var end = Clock.GetUtcNow().AddSeconds(seconds); Clock.GetUtcNow() < end; Clock.Advance(Step))
            await Task.Delay(2);
    }

    public async ValueTask DisposeAsync()
    {
        Store.BeforeCommit = _ => Task.FromResult<CommitResult?>(null);
        var stopping = Writers.StopAsync(CancellationToken.None);
        await UntilAsync(() => stopping.IsCompleted, 60);
        await stopping;
        logging.Dispose();
    }
}
