using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Mails;

/// <summary>The letters that guests get, written from the facts as they are now.</summary>
public sealed class GuestLetters(SiteSettings site, GuestKey guestKey)
{
    /// <summary>
    /// What is still to be said of a promised mail; null when nothing is. A guest who gave the place back, or whose registration
    /// went on since, hears of that by that event's own mail. A slot that was cancelled meanwhile is told as that: nobody shall come.
    /// </summary>
    /// <param name="now">UTC. Of an offer that has ended nothing is said: its end has its own mail.</param>
    public static MailKind? StillTrue(MailKind promised, Slot slot, Registration? registration, DateTimeOffset now)
    {
        if (registration is null or { Email: "" })
            return null;
        if (registration.State == RegistrationState.Withdrawn)
            return OfGone(promised, slot);
        if (slot.Cancelled)
            return promised is MailKind.Withdrawn or MailKind.OfferEnded or MailKind.AddressChanged ? null : MailKind.SlotCancelled;
        var isHeld = registration.State == RegistrationState.Offered;
        if (registration.IsOfferOver(slot, now))
            return null;
        return promised switch
        {
            MailKind.Ticket or MailKind.TicketAgain or MailKind.Promoted => registration.State == RegistrationState.Confirmed ? promised : null,
            MailKind.Waiting => registration.State == RegistrationState.Waiting ? promised : null,
            MailKind.Offer or MailKind.ConfirmAddress => isHeld ? promised : null,
            MailKind.PartyChanged or MailKind.SlotChanged => promised,
            MailKind.Withdrawn or MailKind.OfferEnded or MailKind.AddressChanged or MailKind.SlotCancelled => null,
            MailKind.SignInLink => throw new ArgumentException("A sign-in link is no guest's mail."),
        };
    }

    /// <summary>The letter of this kind. <paramref name="kind"/> comes from <see cref="StillTrue"/>.</summary>
    public Letter Write(MailKind kind, Programme programme, Slot slot, Registration registration, DateTimeOffset now)
    {
        var code = MailCode.For(guestKey, slot.Id, registration.Id(), registration.Secret());
        var about = new GuestLetter(programme, slot, registration, code, path => site.Link(path), now);
        return kind switch
        {
            MailKind.Ticket => TicketLetters.Ticket(about),
            MailKind.TicketAgain => TicketLetters.Again(about),
            MailKind.Promoted => TicketLetters.Promoted(about),
            MailKind.PartyChanged => TicketLetters.PartyChanged(about),
            MailKind.Withdrawn => TicketLetters.Withdrawn(about),
            MailKind.AddressChanged => TicketLetters.AddressChanged(about),
            MailKind.Waiting => LineLetters.Waiting(about),
            MailKind.Offer => LineLetters.Offer(about),
            MailKind.ConfirmAddress => LineLetters.ConfirmAddress(about),
            MailKind.OfferEnded => LineLetters.OfferEnded(about),
            MailKind.SlotChanged => SlotLetters.Changed(about),
            MailKind.SlotCancelled => SlotLetters.Cancelled(about),
            MailKind.SignInLink => throw new ArgumentException("A sign-in link is no guest's mail."),
        };
    }

    // Who lost an offer of a slot that was cancelled since need not be asked to sign up for it again.
    private static MailKind? OfGone(MailKind promised, Slot slot) => promised switch
    {
        MailKind.Withdrawn or MailKind.AddressChanged => promised,
        MailKind.OfferEnded => slot.Cancelled ? MailKind.SlotCancelled : promised,
        _ => null,
    };
}
