using Esik.Waitlists;

namespace Esik.Slots;

/// <summary>The sums of a slot's ledger, in places, at a moment: what pages and reports read, in one point read.</summary>
/// <param name="Version">Sum of the counters' versions: a higher one is newer.</param>
/// <param name="At">When the sums were taken, UTC.</param>
/// <param name="LineMoves">Free places fit somebody who waits.</param>
/// <param name="WalkIns">Of those inside, who came without a ticket and took a free place.</param>
/// <param name="StandIns">Of those inside, who came without a ticket and took the place of somebody who had not come.</param>
/// <param name="Clashes">Clashes that were ever found, settled ones too.</param>
public sealed record Tally(
    int Capacity, int Taken, int Offered, int Waiting, int WaitingParties, int Inside, long Version, DateTimeOffset At, bool LineMoves = false, int WalkIns = 0, int StandIns = 0, int Clashes = 0) : ISlotRow
{
    /// <summary>Sorts right behind the counters, so that one range gives both. (A number sign, as once planned, is no letter of a key.)</summary>
    public const string Key = "!tally";

    public string RowKey => Key;

    /// <summary>Places that a guest may still take.</summary>
    public int Free => Capacity - Taken - Offered - WalkIns;

    /// <summary>Places that somebody who comes now may take: none while they are about to go to the waiting list.</summary>
    public int FreeBehindLine => LineMoves ? Math.Max(0, Free - Waiting) : Free;

    public static Tally Of(Ledger ledger, DateTimeOffset at) => new(
        ledger.Capacity, ledger.Taken, ledger.Offered, ledger.Waiting, ledger.WaitingParties, ledger.Inside, ledger.Counters.Sum(counter => counter.Version), at, ledger.SomebodyFits, ledger.WalkIns, ledger.StandIns, ledger.Clashes);
}

/// <summary>What a slot's tally leaves for guests.</summary>
public static class TallyFree
{
    /// <summary>Places that somebody who comes now finds free; all of them while nothing was counted yet, none for open entrance, which counts no places.</summary>
    public static int FreeBy(this Slot slot, Tally? tally, DateTimeOffset now)
    {
        if (slot.OpenEntrance)
            return 0;
        var free = tally is null ? slot.Capacity!.Value : PromotionRule.IsPossible(slot, now) ? tally.FreeBehindLine : tally.Free;
        return Math.Max(0, free);
    }

    /// <inheritdoc cref="FreeBy"/>
    public static int FreeOf(this IReadOnlyDictionary<string, Tally> tallies, Slot slot, DateTimeOffset now) => slot.FreeBy(tallies.GetValueOrDefault(slot.Id), now);
}
