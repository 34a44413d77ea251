using System.Text.Json.Serialization;

namespace Esik.Slots;

/// <summary>How many parties of each size there are, 1 to 6 places. In a single counter a number may be below zero; in a slot's sum none is.</summary>
public readonly record struct PartyCounts(int Ones, int Twos, int Threes, int Fours, int Fives, int Sixes)
{
    public const int SizeMax = 6;

    [JsonIgnore]
    public int Parties => Ones + Twos + Threes + Fours + Fives + Sixes;

    [JsonIgnore]
    public int Places => Ones + (2 * Twos) + (3 * Threes) + (4 * Fours) + (5 * Fives) + (6 * Sixes);

    /// <summary>How many parties of a size there are.</summary>
    public int this[int size] => size switch
    {
        1 => Ones,
        2 => Twos,
        3 => Threes,
        4 => Fours,
        5 => Fives,
        6 => Sixes,
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    /// <summary>Whether a party of at most so many places is among them.</summary>
    public bool AnyUpTo(int places)
    {
        for (var size = 1; size <= Math.Min(places, SizeMax); size++)
        {
            if (this[size] > 0)
                return true;
        }
        return false;
    }

    /// <summary>Whether there are more parties of some size than among others: a smaller party in place of a larger one, for instance.</summary>
    public bool HasMoreThan(PartyCounts others)
    {
        for (var size = 1; size <= SizeMax; size++)
        {
            if (this[size] > others[size])
                return true;
        }
        return false;
    }

    /// <summary>With one party more (or, with -1, one less) of a size.</summary>
    public PartyCounts With(int size, int parties) => size switch
    {
        1 => this with { Ones = Ones + parties },
        2 => this with { Twos = Twos + parties },
        3 => this with { Threes = Threes + parties },
        4 => this with { Fours = Fours + parties },
        5 => this with { Fives = Fives + parties },
        6 => this with { Sixes = Sixes + parties },
        _ => throw new ArgumentOutOfRangeException(nameof(size)),
    };

    public static PartyCounts operator +(PartyCounts one, PartyCounts other) => new(
        one.Ones + other.Ones, one.Twos + other.Twos, one.Threes + other.Threes, one.Fours + other.Fours, one.Fives + other.Fives, one.Sixes + other.Sixes);
}
