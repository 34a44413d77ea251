using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;

namespace Esik.Registrations;

/// <summary>Refusals of what a guest asks of a registration, as problems with their codes.</summary>
public static class GuestProblems
{
    /// <summary>Null when it was done.</summary>
    public static Problem? Of(GuestReply reply, Festival festival, DateTimeOffset now) => reply.Outcome switch
    {
        GuestOutcome.Done => null,
        GuestOutcome.NotFound => new Problem(404, "ticket-not-found"),
        GuestOutcome.Withdrawn => new Problem(410, "registration-withdrawn"),
        GuestOutcome.SlotOver => new Problem(410, "slot-over"),
        GuestOutcome.SlotCancelled => new Problem(410, "slot-cancelled"),
        GuestOutcome.AlreadyInside => new Problem(409, "already-inside"),
        GuestOutcome.PartyNotSmaller => new Problem(422, "party-not-smaller", "party"),
        GuestOutcome.IssueLimit => new Problem(409, "issue-limit"),
        GuestOutcome.EmailRegistered => new Problem(409, "email-registered", "email"),
        GuestOutcome.TooManyChanges => new Problem(409, "too-many-changes"),
        GuestOutcome.RequestChanged => new Problem(409, "request-changed"),
        GuestOutcome.JustSent => JustSent(reply.Registration.ResentAt ?? now, festival, now),
        GuestOutcome.NotOffered => new Problem(409, "not-offered"),
        GuestOutcome.OfferOver => new Problem(410, "offer-over"),
        GuestOutcome.CodeWrong => new Problem(422, "mail-code-wrong", "code"),
    };

    private static Problem JustSent(DateTimeOffset sent, Festival festival, DateTimeOffset now)
    {
        var again = sent + SignUpChange.ResendInterval;
        // A time of the day reads the same in every language.
        var time = new LocalTime(festival.TimeZone, Language.Kazakh);
        return new Problem(429, "just-sent", RetryAfterSeconds: Problem.SecondsUntil(again, now)) { Values = [("sent", time.Time(sent)), ("again", time.Time(again))] };
    }
}
