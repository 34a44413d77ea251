using System.Collections.Concurrent;
using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Esik.Waitlists.Tests;

/// <summary>One process over shared storage, with its writers and its look at the line; it can be killed at a transaction. Its messages go where all find them.</summary>
internal sealed class ModelProcess
{
    private readonly Store store;

    public ModelProcess(ISlotStore shared, ILines lines, IProgrammes programmes, TimeProvider clock, ConcurrentQueue<string> messages)
    {
        store = new Store(shared, messages);
        Writers = new SlotWriters(store, new SlotSettings(), clock, NullLogger<SlotWriters>.Instance);
        Waitlist = new Waitlist(Writers, store, lines, programmes, TicketKit.Keys, clock, NullLogger<Waitlist>.Instance);
        Writers.SomebodyFits += _ => IsWoken = true;
    }

    public SlotWriters Writers { get; }

    public Waitlist Waitlist { get; }

    /// <summary>A writer saw that free places fit somebody who waits.</summary>
    public bool IsWoken { get; set; }

    public Task Died => store.Died.Task;

    public void DieAt(ModelDeath death, int transaction) => (store.Death, store.Left) = (death, transaction);

    /// <summary>Null when the process died before it answered.</summary>
    public async Task<Heard<T>?> AskAsync<T>(Task<T> asked)
    {
        await Task.WhenAny(asked, Died).WaitAsync(TimeSpan.FromSeconds(60));
        return asked.IsCompleted ? new Heard<T>(await asked) : null;
    }

    /// <summary>Lets what is left of the process end.</summary>
    public Task StopAsync() => Writers.StopAsync(CancellationToken.None);

    private sealed class Store(ISlotStore shared, ConcurrentQueue<string> messages) : ISlotStore
    {
        public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ModelDeath Death { get; set; }

        /// <summary>Transactions until then.</summary>
        public int Left { get; set; }

        public async Task<LedgerReading?> ReadLedgerAsync(string slot, CancellationToken stop) => await AliveAsync() ? await shared.ReadLedgerAsync(slot, stop) : null;

        public async Task<KnownRow?> ReadAsync(string slot, string rowKey, CancellationToken stop) => await AliveAsync() ? await shared.ReadAsync(slot, rowKey, stop) : null;

        public async Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop)
        {
            await AliveAsync();
            foreach (var id in batchIds)
                messages.Enqueue(id);
        }

        public async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
        {
            await AliveAsync();
            if (Death == ModelDeath.BeforeCommit && Left == 1)
                await DieAsync();
            var result = await shared.CommitAsync(slot, batch, stop);
            // One that met a row which nobody had read is no transaction yet: it is composed again.
            if (Death != ModelDeath.None && result.Outcome == CommitOutcome.Committed && --Left == 0)
                await DieAsync();
            return result;
        }

        public async Task<bool> WriteTallyAsync(string slot, Tally tally, string? version, CancellationToken stop) => await AliveAsync() && await shared.WriteTallyAsync(slot, tally, version, stop);

        private Task DieAsync()
        {
            Died.TrySetResult();
            return AliveAsync();
        }

        // A dead process neither does nor says anything more; the writer's own patience ends what waits here.
        private Task<bool> AliveAsync() => Died.Task.IsCompleted ? new TaskCompletionSource<bool>().Task : Task.FromResult(true);
    }
}

/// <summary>An answer that was heard.</summary>
internal sealed record Heard<T>(T Answer);
