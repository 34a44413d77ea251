using Esik.Mails;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Which mail tells how a registration stands.</summary>
internal static class GuestMails
{
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
