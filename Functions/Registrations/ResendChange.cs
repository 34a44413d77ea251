using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Mails the ticket, or how the registration stands, once more: at most once in <see cref="SignUpChange.ResendInterval"/>.</summary>
public sealed class ResendChange(Slot slot, Registration seen) : GuestChange(slot, seen)
{
    /// <summary>A request repeated so soon is the one whose answer was lost, or a second press of the button: it was done.</summary>
    public static readonly TimeSpan RepeatedWithin = TimeSpan.FromSeconds(30);

    protected override GuestReply Change(SlotDraft draft, Registration now)
    {
        if (draft.Now - now.ResentAt < RepeatedWithin)
            return new(GuestOutcome.Done, now);
        if (draft.Now - now.ResentAt < SignUpChange.ResendInterval)
            return new(GuestOutcome.JustSent, now);
        var resent = now with { ResentAt = draft.Now };
        draft.Put(resent);
        draft.Mail(resent.Id(), GuestMails.Again(resent, Slot));
        return new(GuestOutcome.Done, resent);
    }
}
