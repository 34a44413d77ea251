namespace Esik.Slots;

/// <summary>A transaction between the moment that its counters are chosen and the moment that storage's answer is known.</summary>
/// <param name="Joining">By how many parties it makes the line longer.</param>
/// <param name="Since">How many transactions this writer had stored when it was laid out: a tally in it counts those and no more.</param>
internal sealed record Flight(SlotBatch Batch, int Joining, long Since, TaskCompletionSource Landed, Flights Flights) : IDisposable
{
    /// <summary>Lets go of its counters. Once more changes nothing.</summary>
    public void Dispose()
    {
        Flights.Remove(this);
        Landed.TrySetResult();
    }
}

/// <summary>The transactions of one writer that are under way. Two of them never hold the same counter, which would refuse the later one.</summary>
internal sealed class Flights
{
    private readonly List<Flight> flights = [];

    /// <summary>Parties that stand in line as soon as everything is stored that is under way: who joins now comes after them.</summary>
    public int Joining => flights.Sum(flight => flight.Joining);

    /// <summary>Completes when a transaction has landed that holds one of this batch's counters; null when none does.</summary>
    public Task? Holding(SlotBatch batch) => flights.FirstOrDefault(flight => Counters(flight.Batch).Intersect(Counters(batch)).Any())?.Landed.Task;

    public Flight Depart(SlotBatch batch, int joining, long since)
    {
        var flight = new Flight(batch, joining, since, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), this);
        flights.Add(flight);
        return flight;
    }

    public void Remove(Flight flight) => flights.Remove(flight);

    private static IEnumerable<int> Counters(SlotBatch batch) => batch.Writes.Select(write => write.Row).OfType<Counter>().Select(counter => counter.Number);
}
