namespace Esik.Reports;

/// <summary>A slot as programs are told of it. Open entrance has no capacity, and so nothing is free or taken there: null and 0.</summary>
/// <param name="WalkIns">Of those inside, who came without a ticket.</param>
/// <param name="Released">Places of guests who had not come in time, which others may have.</param>
public sealed record CapacitySlotJson(string Slot, int? Capacity, int Taken, int Offered, int Waiting, int Inside, int? Free, int WalkIns, int Released)
{
    public static CapacitySlotJson Of(CapacityLine line) => line.Counts is { } counts
        ? Of(line.Slot.Id, counts)
        : new(line.Slot.Id, null, 0, 0, 0, 0, null, 0, 0);

    public static CapacitySlotJson Of(string slot, PlaceCounts counts) =>
        new(slot, counts.Capacity, counts.Taken, counts.Offered, counts.Waiting, counts.Inside, counts.Free, counts.Ticketless, counts.Released);
}

/// <summary>The report as programs read it.</summary>
public sealed record CapacityJson(DateTimeOffset At, IReadOnlyList<CapacitySlotJson> Slots)
{
    public static CapacityJson Of(CapacityReport report) => new(report.At, [.. report.Lines.Select(CapacitySlotJson.Of)]);
}
