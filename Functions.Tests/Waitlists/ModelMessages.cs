using System.Collections.Concurrent;
using Esik.Mails;
using Esik.Slots;

namespace Esik.Waitlists.Tests;

/// <summary>The queue between the model's processes: a message names a batch, and comes at its moment. One that came before its batch comes again when that is stored.</summary>
/// <param name="areLost">Nothing that is announced ever comes.</param>
internal sealed class ModelMessages(ISlotStore store, string slot, TimeProvider clock, bool areLost)
{
    private readonly List<(string Batch, DateTimeOffset At)> messages = [];
    private readonly List<string> early = [];

    /// <summary>Where processes announce.</summary>
    public ConcurrentQueue<string> Announced { get; } = new();

    public void Add(string batch, DateTimeOffset at) => messages.Add((batch, at));

    public void PutOff(string batch) => early.Add(batch);

    public async Task<bool> HaveDueAsync()
    {
        await ComeAgainAsync();
        return !Announced.IsEmpty || messages.Any(message => message.At <= clock.GetUtcNow());
    }

    public async Task<IReadOnlyList<string>> TakeDueAsync()
    {
        await ComeAgainAsync();
        while (Announced.TryDequeue(out var batch))
        {
            if (!areLost)
                Add(batch, clock.GetUtcNow());
        }
        var due = messages.Where(message => message.At <= clock.GetUtcNow()).ToList();
        messages.RemoveAll(due.Contains);
        return [.. due.Select(message => message.Batch)];
    }

    private async Task ComeAgainAsync()
    {
        foreach (var batch in early.ToList())
        {
            if (await store.ReadAsync(slot, Outbox.KeyOf(batch), CancellationToken.None) is null)
                continue;
            early.Remove(batch);
            Add(batch, clock.GetUtcNow());
        }
    }
}
