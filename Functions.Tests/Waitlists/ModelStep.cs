namespace Esik.Waitlists.Tests;

/// <summary>What somebody, or the clock, does to the slot.</summary>
public enum ModelAct
{
    Register,
    Withdraw,
    Shrink,
    Accept,
    Decline,
    SetCapacity,
    Pass,
}

/// <summary>Where a process dies while it stores something.</summary>
public enum ModelDeath
{
    None,

    /// <summary>After its message was announced, before its transaction is stored.</summary>
    BeforeCommit,

    /// <summary>After its transaction was stored, before anybody hears of it.</summary>
    AfterCommit,
}

/// <summary>One step of a sequence, made of plain numbers, so that the generator can make and shrink it without help.</summary>
/// <param name="Luck">Which accidents go with it.</param>
public sealed record ModelStep(byte What, byte Who, byte Number, byte Luck)
{
    private const int Guests = 8;

    // Sign-ups most often, or there is nothing to move.
    private static readonly ModelAct[] Acts =
    [
        ModelAct.Register, ModelAct.Register, ModelAct.Register, ModelAct.Register, ModelAct.Register, ModelAct.Register, ModelAct.Withdraw, ModelAct.Withdraw,
        ModelAct.Shrink, ModelAct.Shrink, ModelAct.Accept, ModelAct.Accept, ModelAct.Decline, ModelAct.SetCapacity, ModelAct.SetCapacity, ModelAct.Pass,
    ];

    public ModelAct Act => Acts[What % Acts.Length];

    public string Guest => $"guest{Who % Guests}";

    /// <summary>Places of a party that registers or shrinks.</summary>
    public int Party => 1 + (Number % 4);

    public int Capacity => 1 + (Number % 12);

    public TimeSpan Time => TimeSpan.FromHours(1 + (Number % 13));

    public ModelDeath Death => (Luck % 8) switch
    {
        0 => ModelDeath.BeforeCommit,
        1 => ModelDeath.AfterCommit,
        _ => ModelDeath.None,
    };

    /// <summary>Which of the step's transactions the process dies at: the act's own, or the next, such as a promotion's.</summary>
    public int DeathAt => (Luck & 8) == 0 ? 1 : 2;

    /// <summary>Whether somebody who got no answer asks again.</summary>
    public bool Repeats => (Luck & 16) != 0;

    /// <summary>Whether the process that frees places does not look at the line itself: then the message has to.</summary>
    public bool IsDeaf => (Luck & 32) != 0;

    /// <summary>Whether messages come only after the time has passed, and not when they are due.</summary>
    public bool IsSlow => (Luck & 64) != 0;

    /// <summary>Whether the next step comes before anybody has looked at the line.</summary>
    public bool IsHurried => (Luck & 128) != 0;

    public override string ToString()
    {
        var what = Act switch
        {
            ModelAct.Register or ModelAct.Shrink => $"{Act} {Guest} {Party}",
            ModelAct.SetCapacity => $"{Act} {Capacity}",
            ModelAct.Pass => $"{Act} {Time.TotalHours} h",
            _ => $"{Act} {Guest}",
        };
        var death = Death == ModelDeath.None ? "" : $", dies {Death} at {DeathAt}{(Repeats ? ", asked again" : "")}";
        return what + death + (IsDeaf ? ", deaf" : "") + (IsSlow ? ", slow" : "") + (IsHurried ? ", hurried" : "");
    }
}
