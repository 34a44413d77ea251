using Esik.Mails;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Which mail tells how a registration stands.</summary>
internal static class GuestMails
{
    /// <summary>
    /// Places are held for an address that has not answered yet. It may belong to somebody who never asked: after the one mail that has to
    /// be answered it is left in peace, whatever is done from the page.
    /// </summary>
    public static bool IsUnproved(this Registration registration, Slot slot) => registration.State == RegistrationState.Offered && slot.Waitlist.ConfirmsByMail;

    /// <summary>The first one to an address.</summary>
    public static MailKind First(Registration registration, Slot slot) => registration.State switch
    {
        RegistrationState.Confirmed => MailKind.Ticket,
        RegistrationState.Waiting => MailKind.Waiting,
        RegistrationState.Offered => slot.Waitlist.ConfirmsByMail ? MailKind.ConfirmAddress : MailKind.Offer,
        RegistrationState.Withdrawn => throw new InvalidOperationException("A withdrawn registration has no mail of its own."),
    };

    /// <summary>One more to an address that was written to before.</summary>
    public static MailKind Again(Registration registration, Slot slot) =>
        registration.State == RegistrationState.Confirmed ? MailKind.TicketAgain : First(registration, slot);
}
