using Microsoft.Azure.Functions.Worker;

namespace Esik.Slots;

/// <summary>What the clock does for slots.</summary>
public sealed class SlotFunctions(OwedTallies tallies)
{
    /// <summary>
    /// Every five minutes, off the full one, when everybody's timers run: a third of <see cref="OwedTallies.LookBack"/>. Each run is paid for as a
    /// whole second of an instance, all year long; every minute would use up the month's free seconds. Anyone's second run changes nothing.
    /// </summary>
    [Function("SettleTallies")]
    public Task SettleTallies([TimerTrigger("20 */5 * * * *")] TimerInfo timer, CancellationToken stop) => tallies.SettleAsync(stop);
}
