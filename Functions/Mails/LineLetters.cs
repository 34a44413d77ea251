using Esik.Registrations;

namespace Esik.Mails;

/// <summary>The letters to those who wait for places, or for whom places are held.</summary>
internal static class LineLetters
{
    /// <summary>Says the place only to who has just joined: later it is another one, which the page shows.</summary>
    public static Letter Waiting(GuestLetter about)
    {
        var letter = about.Begin();
        var place = about.Registration.PlaceWithin(JoinedPlace.InMails, about.Now);
        return letter with
        {
            Subject = place is { } known ? about.T["mail.waiting.subject", ("place", known), ("slot", about.Title)] : about.T["mail.waiting.subject-later", ("slot", about.Title)],
            Heading = about.T["mail.waiting.heading"],
            Lead = place is null ? about.T["mail.waiting.lead-later"] : about.T["mail.waiting.lead"],
            Facts = place is { } number ? [.. letter.Facts, new(about.T["mail.place"], GuestLetter.Number(number))] : letter.Facts,
            Button = letter.Button with { Label = about.T["mail.waiting.button"] },
        };
    }

    /// <summary>Its link opens the page where the guest says yes or no; opening it does nothing.</summary>
    public static Letter Offer(GuestLetter about) => Held(about) with
    {
        Subject = about.T["mail.offer.subject", ("n", about.Registration.Party), ("slot", about.Title)],
        Heading = about.T["mail.offer.heading", ("n", about.Registration.Party)],
        Lead = about.T["mail.offer.lead", ("until", Until(about))],
        Button = new(about.T["mail.offer.button"], about.TicketPageWithCode),
    };

    /// <summary>Its link opens the page with the button; opening it does nothing.</summary>
    public static Letter ConfirmAddress(GuestLetter about)
    {
        var letter = Held(about);
        return letter with
        {
            Subject = about.T["mail.confirm-address.subject", ("slot", about.Title)],
            Heading = about.T["mail.confirm-address.heading"],
            Lead = about.T["mail.confirm-address.lead", ("until", Until(about))],
            Button = new(about.T["mail.confirm-address.button"], about.TicketPageWithCode),
            Notes = [about.T["mail.confirm-address.note"], .. letter.Notes],
        };
    }

    public static Letter OfferEnded(GuestLetter about) => about.Begin() with
    {
        Subject = about.T["mail.offer-ended.subject", ("slot", about.Title)],
        Heading = about.T["mail.offer-ended.heading"],
        Lead = about.T["mail.offer-ended.lead"],
        Button = new(about.T["mail.offer-ended.button"], about.SlotPage),
    };

    private static Letter Held(GuestLetter about)
    {
        var letter = about.Begin();
        return letter with { Facts = [.. letter.Facts, new(about.T["mail.held-until"], Until(about))] };
    }

    private static string Until(GuestLetter about) => about.HeldUntil ?? throw new ArgumentException("Nothing is held for this registration.");
}
