using Microsoft.Azure.Functions.Worker;

namespace Esik.Slots;

/// <summary>What the clock does for slots.</summary>
public sealed class SlotFunctions(OwedTallies tallies)
{
    /// <summary>Every minute, off the full one, when everybody's timers run. Anyone's second run changes nothing.</summary>
    [Function("SettleTallies")]
    public Task SettleTallies([TimerTrigger("20 * * * * *")] TimerInfo timer, CancellationToken stop) => tallies.SettleAsync(stop);
}
