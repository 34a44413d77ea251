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

    /// <summary>Places came free: they are held until a moment, and the guest says whether to take them.</summary>
    Offer,

    /// <summary>Places came free and are the guest's at once: the ticket.</summary>
    Promoted,

    /// <summary>A sign-up holds its places until the guest presses a button behind this mail's link.</summary>
    ConfirmAddress,

    /// <summary>The places that were held for the guest went to the next in line.</summary>
    OfferEnded,

    /// <summary>The guest gave all places back.</summary>
    Withdrawn,

    /// <summary>The guest gave a part of the places back: the new ticket.</summary>
    PartyChanged,

    /// <summary>The sign-up goes to another address now; this mail goes to the former one.</summary>
    AddressChanged,

    /// <summary>An organizer asked to sign in.</summary>
    SignInLink,
}
