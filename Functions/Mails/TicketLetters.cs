namespace Esik.Mails;

/// <summary>The letters that bring a ticket, or tell that it is gone.</summary>
internal static class TicketLetters
{
    public static Letter Ticket(GuestLetter about) => about.BeginWithTicket() with
    {
        Subject = about.T["mail.ticket.subject", ("slot", about.Title)],
        Heading = about.T["mail.ticket.heading"],
        Lead = about.T["mail.ticket.lead"],
    };

    public static Letter Again(GuestLetter about)
    {
        var letter = about.BeginWithTicket();
        return letter with
        {
            Subject = about.T["mail.again.subject", ("slot", about.Title)],
            Heading = about.T["mail.again.heading"],
            Lead = about.T["mail.again.lead"],
            Notes = [about.T["mail.again.note"], .. letter.Notes],
        };
    }

    public static Letter Promoted(GuestLetter about) => about.BeginWithTicket() with
    {
        Subject = about.T["mail.promoted.subject", ("slot", about.Title)],
        Heading = about.T["mail.promoted.heading"],
        Lead = about.T["mail.promoted.lead"],
    };

    /// <summary>Also for a guest who waits or has an offer: only then there is no earlier QR code to speak of.</summary>
    public static Letter PartyChanged(GuestLetter about)
    {
        var letter = about.HoldsTicket ? about.BeginWithTicket() : about.Begin();
        return letter with
        {
            Subject = about.T["mail.party-changed.subject", ("n", about.Registration.Party), ("slot", about.Title)],
            Heading = about.T["mail.party-changed.heading", ("n", about.Registration.Party)],
            Lead = about.HoldsTicket ? about.T["mail.party-changed.ticket"] : about.T["mail.party-changed.waiting"],
            Button = about.HoldsTicket ? letter.Button : letter.Button with { Label = about.T["mail.waiting.button"] },
        };
    }

    /// <summary>Its link leads to the slot: the page of a withdrawn registration has nothing left to do.</summary>
    public static Letter Withdrawn(GuestLetter about) => about.Begin() with
    {
        Subject = about.T["mail.withdrawn.subject", ("slot", about.Title)],
        Heading = about.T["mail.withdrawn.heading"],
        Lead = about.T["mail.withdrawn.lead"],
        Button = new(about.T["mail.withdrawn.button"], about.SlotPage),
    };

    /// <summary>To the former address. It links to the programme only: who reads that mailbox shall not get at the sign-up any more.</summary>
    public static Letter AddressChanged(GuestLetter about)
    {
        var letter = about.Begin();
        return letter with
        {
            Subject = about.T["mail.address-changed.subject", ("slot", about.Title)],
            Heading = about.T["mail.address-changed.heading"],
            Lead = about.T["mail.address-changed.lead"],
            Button = new(about.T["mail.cancelled.button"], about.ProgrammePage),
            Notes = [about.T["mail.address-changed.note", ("contact", about.Programme.Festival.Contact)], .. letter.Notes],
        };
    }
}
