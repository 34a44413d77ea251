using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>What becomes of a thing that guests ask of their own registration. Only after <see cref="Done"/> is it so.</summary>
public enum GuestOutcome
{
    /// <summary>It is so now: by this request, or by an earlier one whose answer was lost.</summary>
    Done,

    /// <summary>The page's key was good a moment ago and opens nothing any more.</summary>
    NotFound,

    /// <summary>The registration was withdrawn, ended with its offer, or moved to another address.</summary>
    Withdrawn,

    SlotOver,
    SlotCancelled,

    /// <summary>Somebody of the party came in: what they hold cannot be given back or moved.</summary>
    AlreadyInside,

    /// <summary>Places can be given back here, not added.</summary>
    PartyNotSmaller,

    /// <summary>The ticket had all the issues that a token can count.</summary>
    IssueLimit,

    /// <summary>The other address has a registration of its own in this slot.</summary>
    EmailRegistered,

    /// <summary>The address changed as often as it may.</summary>
    TooManyChanges,

    /// <summary>The same request id moved the registration to another address than this one.</summary>
    RequestChanged,

    /// <summary>The mail went out less than ten minutes ago.</summary>
    JustSent,

    /// <summary>There is no offer to answer: the guest waits, or has the places already.</summary>
    NotOffered,

    /// <summary>The offer had ended: nothing is held any more.</summary>
    OfferOver,

    /// <summary>The code of the link in the mail is missing or wrong: whoever asks has not shown to read that mailbox.</summary>
    CodeWrong,
}

/// <param name="Registration">As it stands after the answer; after a change of address the one under the new address.</param>
public sealed record GuestReply(GuestOutcome Outcome, Registration Registration);

/// <summary>
/// Something that guests do to their own registration from its page. Asked again with the same content it changes nothing and
/// gives the same answer, so a repeated post is safe. It acts only on the registration that the page's key opened: one that the
/// same address made later has another secret.
/// </summary>
/// <param name="seen">The registration as the page's key found it.</param>
public abstract class GuestChange(Slot slot, Registration seen) : SlotChange<GuestReply>
{
    public const string Guest = "guest";

    public override IReadOnlyList<string> Needs => [seen.RowKey];

    protected Slot Slot => slot;

    protected Registration Seen => seen;

    protected sealed override GuestReply Answer(SlotDraft draft)
    {
        if (draft.Find<Registration>(seen.RowKey) is not { IsErased: false } now || now.PageSecret != seen.PageSecret)
            return new(GuestOutcome.NotFound, seen);
        if (now.State == RegistrationState.Withdrawn)
            return AfterWithdrawal(draft, now);
        // The places of an offer whose time is over are nobody's to change; whoever comes first ends it.
        if (now.IsOfferOver(slot, draft.Now) && !slot.Cancelled)
            return AfterWithdrawal(draft, EndOfferChange.End(draft, now, slot, OfferEnd.Lapsed));
        if (IsSo(now))
            return new(GuestOutcome.Done, now);
        if (slot.Cancelled)
            return new(GuestOutcome.SlotCancelled, now);
        return draft.Now >= slot.End ? new(GuestOutcome.SlotOver, now) : Change(draft, now);
    }

    /// <summary>Whether the registration already is as the guest wants it, so that nothing needs to be done.</summary>
    protected virtual bool IsSo(Registration now) => false;

    protected virtual GuestReply AfterWithdrawal(SlotDraft draft, Registration now) => new(GuestOutcome.Withdrawn, now);

    /// <summary>Decides on a registration that is not withdrawn, in a slot that is still to come or running.</summary>
    protected abstract GuestReply Change(SlotDraft draft, Registration now);
}
