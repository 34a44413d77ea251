namespace Esik.Waitlists;

/// <summary>How places that came free reach the first in line.</summary>
public enum Promotion
{
    /// <summary>By an offer as long as there is time for an answer, then directly.</summary>
    Auto,

    /// <summary>By an offer, which the guest accepts or declines, as long as it can be held for half an hour.</summary>
    Offer,

    /// <summary>Always directly: the guest gets the ticket by mail and gives it back if it is too late.</summary>
    Direct,
}

/// <summary>The promotions as the festival file and programs name them.</summary>
public static class PromotionWords
{
    public static string Word(this Promotion promotion) => promotion switch
    {
        Promotion.Auto => "auto",
        Promotion.Offer => "offer",
        Promotion.Direct => "direct",
    };
}

/// <summary>How a slot treats those who wait, and whether a sign-up has to be confirmed by mail. The festival file may say otherwise for all slots or for one.</summary>
/// <param name="Promotion">How places that came free are given.</param>
/// <param name="OfferHours">How long an offer stands, from the moment when its mail is due: 1 to 72.</param>
/// <param name="OfferCloseMinutes">Every offer ends at least so long before the slot starts: 30 to 1440.</param>
/// <param name="ConfirmByMailMinutes">How long a sign-up holds its places until a button behind the link in the mail is pressed: 5 to 1440; 0 is off, a sign-up is confirmed at once.</param>
public sealed record WaitlistRules(Promotion Promotion, int OfferHours, int OfferCloseMinutes, int ConfirmByMailMinutes)
{
    public const int OfferHoursMin = 1;
    public const int OfferHoursMax = 72;
    public const int OfferCloseMinutesMin = 30;
    public const int OfferCloseMinutesMax = 1440;

    /// <summary>The shortest time that is not off: a mail has to arrive and be read.</summary>
    public const int ConfirmByMailMinutesMin = 5;
    public const int ConfirmByMailMinutesMax = 1440;

    public static readonly WaitlistRules Default = new(Promotion.Auto, 12, 60, 0);

    /// <summary>Whether a sign-up only holds its places until its mail is answered.</summary>
    public bool ConfirmsByMail => ConfirmByMailMinutes > 0;
}
