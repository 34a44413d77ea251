namespace Esik.Mails;

/// <summary>The events that concern a guest or an organizer; each gives one mail.</summary>
public enum MailKind
{
    /// <summary>A place is confirmed: the ticket.</summary>
    Ticket,

    /// <summary>The slot is full: the place in the waiting list.</summary>
    Waiting,

    /// <summary>Somebody signed up again with this address, or asked for the ticket again.</summary>
    TicketAgain,

    /// <summary>Time or venue of the slot moved.</summary>
    SlotChanged,

    /// <summary>The slot will not happen.</summary>
    SlotCancelled,

    /// <summary>An organizer asked to sign in.</summary>
    SignInLink,
}
