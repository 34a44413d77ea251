using System.Diagnostics;

namespace Esik.Slots;

/// <summary>Something that somebody wants of a slot: a sign-up, a scan, a new capacity. All of them pass through the slot's writer.</summary>
public abstract class SlotChange
{
    /// <summary>Rows to read before the first decision, for a change that builds on what is there.</summary>
    public virtual IReadOnlyList<string> Needs => [];

    /// <summary>Whether it may answer without writing anything, by the ledger alone: then one that this process remembers will not do.</summary>
    public virtual bool NeedsFreshLedger => false;

    /// <summary>
    /// Decides on what the draft shows, and puts into the draft what shall be written. May be called several times, each time on a
    /// fresh draft, so it changes nothing but the draft and its own pending answer.
    /// </summary>
    internal abstract void Decide(SlotDraft draft);

    /// <summary>Called once the decision is stored (or needed no storing): now the answer may be spoken.</summary>
    internal abstract void Speak();

    internal abstract void Fail(Exception reason);

    internal abstract bool HasFailed { get; }

    internal DateTimeOffset Deadline { get; set; }

    /// <summary>Where in a trace it was asked for.</summary>
    internal ActivityContext AskedAt { get; set; }
}

/// <summary>A change whose asker waits for a <typeparamref name="TAnswer"/>.</summary>
public abstract class SlotChange<TAnswer> : SlotChange
{
    private readonly TaskCompletionSource<TAnswer> spoken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TAnswer? pending;

    /// <summary>Completes when the answer is stored; fails with <see cref="BusyException"/> when that could not be made sure in time.</summary>
    public Task<TAnswer> Spoken => spoken.Task;

    protected abstract TAnswer Answer(SlotDraft draft);

    internal sealed override void Decide(SlotDraft draft) => pending = Answer(draft);

    internal sealed override void Speak() => spoken.TrySetResult(pending!);

    internal sealed override bool HasFailed => spoken.Task.IsFaulted;

    internal sealed override void Fail(Exception reason) => spoken.TrySetException(reason);
}
