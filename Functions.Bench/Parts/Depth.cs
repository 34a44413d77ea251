namespace Esik.Bench.Parts;

/// <summary>How much of everything a run does. Both give the same measures; the quick one takes fewer guests of the slow rivals and repeats less.</summary>
/// <param name="Repetitions">Of what the goals are about.</param>
/// <param name="Others">Repetitions of everything else.</param>
/// <param name="NaiveGuests">Rival (a) takes many seconds for a thousand; its rate does not depend on how many follow.</param>
public sealed record Depth(string Name, int Repetitions, int Others, int Guests, int NaiveGuests, int PostgresGuests)
{
    public static readonly Depth Full = new("full", 5, 3, 5_000, 5_000, 5_000);
    public static readonly Depth Quick = new("quick", 3, 1, 5_000, 1_000, 2_000);

    /// <summary>Shows that everything runs; its figures mean nothing.</summary>
    public static readonly Depth Trial = new("trial", 1, 1, 480, 100, 480);
}
