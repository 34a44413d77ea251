using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Refusals of a sign-up as problems with their codes.</summary>
public static class SignUpProblems
{
    /// <summary>All mistakes of the fields as one problem: the first is named, all are listed.</summary>
    public static Problem Of(IReadOnlyList<SignUpMistake> mistakes)
    {
        var problems = mistakes.Select(mistake => new Problem(422, mistake.Code, mistake.Field)).ToList();
        return problems[0] with { Others = problems[1..] };
    }

    /// <summary>The address registered and withdrew too often: when it may again.</summary>
    public static Problem TooOften(Registration earlier, Festival festival, DateTimeOffset now)
    {
        var again = SignUpChange.AgainAt(earlier) ?? now;
        // A time of the day reads the same in every language.
        var time = new LocalTime(festival.TimeZone, Language.Kazakh).Time(again);
        return new Problem(429, "too-often", RetryAfterSeconds: Problem.SecondsUntil(again, now)) { Values = [("n", SignUpChange.AgainMax), ("again", time)] };
    }

    /// <summary>Sign-up is not open: why.</summary>
    public static Problem NotOpen(SignUpState state) => state switch
    {
        SignUpState.Soon => new Problem(409, "sign-up-not-open"),
        // Open: it closed, or opened, between two looks at the clock.
        SignUpState.Closed or SignUpState.Open => new Problem(409, "sign-up-closed"),
        SignUpState.Over => new Problem(410, "slot-over"),
        SignUpState.Cancelled => new Problem(410, "slot-cancelled"),
    };
}
