namespace Esik.Reports;

/// <summary>A slot as programs are told of it. Open entrance has no capacity, and so nothing is free or taken there: null and 0.</summary>
public sealed record CapacitySlotJson(string Slot, int? Capacity, int Taken, int Offered, int Waiting, int Inside, int? Free)
{
    public static CapacitySlotJson Of(string slot, Slots.Ledger ledger) =>
        new(slot, ledger.Capacity, ledger.Taken, ledger.Offered, ledger.Waiting, ledger.Inside, ledger.Free);

    public static CapacitySlotJson Of(CapacityLine line) => line.Counts is { } counts
        ? new(line.Slot.Id, counts.Capacity, counts.Taken, counts.Offered, counts.Waiting, counts.Inside, counts.Free)
        : new(line.Slot.Id, null, 0, 0, 0, 0, null);
}

/// <summary>The report as programs read it.</summary>
public sealed record CapacityJson(DateTimeOffset At, IReadOnlyList<CapacitySlotJson> Slots)
{
    public static CapacityJson Of(CapacityReport report) => new(report.At, [.. report.Lines.Select(CapacitySlotJson.Of)]);
}
