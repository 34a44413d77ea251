using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>Where guests change their own registration. Each thing may be asked again: the answer is the same, and it counts once.</summary>
/// <exception cref="BusyException">From every method: nothing definite is known, and the same may be asked again.</exception>
public sealed class GuestDesk(SlotWriters writers, TicketKeys keys, GuestKey guestKey)
{
    /// <param name="seen">The registration that the page's key opened.</param>
    public Task<GuestReply> WithdrawAsync(Slot slot, Registration seen) => writers.ChangeAsync(slot.Id, new WithdrawChange(slot, seen));

    /// <param name="party">At least 1.</param>
    public Task<GuestReply> KeepAsync(Slot slot, Registration seen, int party) => writers.ChangeAsync(slot.Id, new PartyChange(slot, seen, party, keys.Signer));

    public Task<GuestReply> RenameAsync(Slot slot, Registration seen, string name) => writers.ChangeAsync(slot.Id, new NameChange(slot, seen, name));

    public Task<GuestReply> MoveAsync(Slot slot, Registration seen, EmailAddress email, string requestId)
    {
        var ticket = TicketId.For(guestKey, slot.Id, email);
        var to = new NewAddress(email, ticket, ShortCode.For(guestKey, slot.Id, ticket), requestId);
        return writers.ChangeAsync(slot.Id, new AddressChange(slot, seen, to, keys.Signer));
    }

    public Task<GuestReply> SendAgainAsync(Slot slot, Registration seen) => writers.ChangeAsync(slot.Id, new ResendChange(slot, seen));

    /// <param name="mailCode">From the link in the mail; needed where addresses have to answer, and not looked at elsewhere.</param>
    public async Task<GuestReply> AcceptAsync(Slot slot, Registration seen, string? mailCode)
    {
        if (Unanswerable(slot, seen) is { } outcome)
            return new(outcome, seen);
        // Whether it is needed shows only in the change: an offer may have come since the page was opened.
        var codeFits = MailCode.Fits(mailCode, guestKey, slot.Id, seen.Id(), seen.Secret());
        var answer = await writers.ChangeAsync(slot.Id, new AcceptChange(slot, seen, codeFits, keys.Signer));
        return answer is null ? new(GuestOutcome.NotFound, seen) : new(Outcome(answer.Outcome, OfferOutcome.Accepted), answer.Registration);
    }

    public async Task<GuestReply> DeclineAsync(Slot slot, Registration seen)
    {
        if (Unanswerable(slot, seen) is { } outcome)
            return new(outcome, seen);
        var answers = await writers.ChangeAsync(slot.Id, new EndOfferChange(slot, [seen.Id()], OfferEnd.Declined, seen.PageSecret));
        return answers is [var answer] ? new(Outcome(answer.Outcome, OfferOutcome.Declined), answer.Registration) : new(GuestOutcome.NotFound, seen);
    }

    /// <summary>Whether this registration's offer is accepted with the code of the mail's link alone.</summary>
    public static bool NeedsCode(Slot slot, Registration registration) => registration.IsUnproved(slot);

    // A registration that went on elsewhere is not answered for from its old page.
    private static GuestOutcome? Unanswerable(Slot slot, Registration seen) =>
        seen.WithdrawnFor() == WithdrawalReason.Moved ? GuestOutcome.Withdrawn : slot.Cancelled ? GuestOutcome.SlotCancelled : null;

    private static GuestOutcome Outcome(OfferOutcome found, OfferOutcome wanted)
    {
        if (found == wanted)
            return GuestOutcome.Done;
        return found switch
        {
            OfferOutcome.Over => GuestOutcome.OfferOver,
            OfferOutcome.CodeWrong => GuestOutcome.CodeWrong,
            OfferOutcome.Accepted or OfferOutcome.Declined or OfferOutcome.NotOffered => GuestOutcome.NotOffered,
        };
    }
}
