using System.Threading.Channels;
using Esik.Signals;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>
/// The one writer of a busy slot in this process. It gathers the changes that wait and stores them as one transaction, counters
/// first and under their versions, so that nobody is promised a place that is not there. It ends by itself when the slot is quiet.
/// </summary>
/// <param name="waitingMax">Changes that may wait at once.</param>
/// <param name="somebodyFits">Told when free places fit a party in the waiting list. Must return at once.</param>
internal sealed class SlotWriter(string slot, ISlotStore slots, int waitingMax, TimeProvider clock, Action somebodyFits, ILogger logger, Measures? measures = null)
{
    /// <summary>How long a change may take before its asker is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    // Storage works on one transaction while the next one is laid out; more than two would only make the groups smaller.
    private const int LanesMax = 2;

    // So many changes are worth a transaction of their own while another one is under way; fewer wait for it, and go together.
    private const int RushMin = 32;

    private readonly Channel<SlotChange> waiting = Channel.CreateBounded<SlotChange>(new BoundedChannelOptions(waitingMax) { SingleReader = true });
    private readonly KnownLedger ledger = new(slot, new PatientSlotStore(slots, clock), LanesMax, clock, somebodyFits, logger, measures);
    private volatile TaskCompletionSource crowd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool ended;
    private Task paying = Task.CompletedTask;

    /// <summary>False when too many wait, or when this writer has ended.</summary>
    public bool TryAdd(SlotChange change)
    {
        if (!waiting.Writer.TryWrite(change))
            return false;
        if (waiting.Reader.Count >= RushMin)
            crowd.TrySetResult();
        return true;
    }

    /// <summary>True once this writer takes nothing more; another one has to be made.</summary>
    public bool HasEnded => ended;

    /// <summary>Takes no more changes, stores those that wait, and lets <see cref="RunAsync"/> end.</summary>
    public void End()
    {
        ended = true;
        waiting.Writer.TryComplete();
    }

    /// <summary>Runs until the slot is quiet. Its lanes take turns on one scheduler and overlap only where they wait for storage, so that nothing here needs a lock.</summary>
    public Task RunAsync() =>
        Task.Factory.StartNew(RunInTurnsAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private async Task RunInTurnsAsync()
    {
        var composer = new SlotComposer(failure => SlotLane.LogFailure(logger, failure, slot));
        var store = new PatientSlotStore(slots, clock);
        var announcements = new Announcements(slot, store, clock);
        var idle = new Stack<SlotLane>(Enumerable.Range(0, LanesMax).Reverse().Select(number => new SlotLane(number, slot, ledger, announcements, composer, store, clock, logger, measures)));
        var underWay = new List<Task<SlotLane>>();
        while (await IsNeededAsync())
        {
            underWay.Add(StoreAsync(idle.Pop(), Gather()));
            while (underWay.Count == LanesMax || (underWay.Count > 0 && !IsCrowded()))
            {
                await Task.WhenAny(underWay.Count == LanesMax ? underWay : [.. underWay, crowd.Task]);
                foreach (var landed in underWay.Where(task => task.IsCompleted).ToList())
                {
                    underWay.Remove(landed);
                    idle.Push(await landed);
                }
            }
        }
        await paying;
        if (ledger.OwesTally)
            await ledger.PayTallyAsync();
    }

    /// <summary>Tells whoever still waits to come again: for a writer that a bug has ended.</summary>
    public void Abandon()
    {
        End();
        while (waiting.Reader.TryRead(out var change))
            change.Fail(new BusyException("The slot's writer has ended."));
    }

    // Who adds a change looks at the number after that, and here it is looked at after the bell is new: so no crowd is missed.
    private bool IsCrowded()
    {
        crowd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Reader.Count >= RushMin;
    }

    private static async Task<SlotLane> StoreAsync(SlotLane lane, List<SlotChange> group)
    {
        await lane.StoreAsync(group);
        return lane;
    }

    // No more than one transaction has room for: whoever was left over would come after those of the other lane.
    private List<SlotChange> Gather()
    {
        var group = new List<SlotChange>();
        while (group.Count < ledger.GroupMax && waiting.Reader.TryRead(out var change))
            group.Add(change);
        return group;
    }

    // Waits for the next change. Meanwhile pays an owed tally, however long storage refuses it, and ends the writer after a quiet while.
    private async Task<bool> IsNeededAsync()
    {
        if (waiting.Reader.Count > 0)
            return true;
        while (ledger.OwesTally && !waiting.Reader.Completion.IsCompleted)
        {
            if (await WaitAsync(ledger.TallyPause))
                return true;
            // A tally that storage is slow to take keeps nobody waiting.
            if (paying.IsCompleted)
                paying = ledger.PayTallyAsync();
            if (await WaitAsync(paying))
                return true;
        }
        if (await WaitAsync(IdleTime))
            return true;
        End();
        return waiting.Reader.Count > 0;
    }

    private async Task<bool> WaitAsync(TimeSpan time)
    {
        using var patience = new CancellationTokenSource();
        var isNeeded = await WaitAsync(Task.Delay(time, clock, patience.Token));
        await patience.CancelAsync();
        return isNeeded;
    }

    // True when a change came first; false when the other thing ended, or no more changes will come.
    private async Task<bool> WaitAsync(Task other)
    {
        using var enough = new CancellationTokenSource();
        var change = waiting.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(change, other);
        await enough.CancelAsync();
        try
        {
            return await change;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
