using Esik.Waitlists;

namespace Esik.Programmes;

/// <summary>Reads <c>waitlist</c>, of the festival or of one slot. What it leaves out stays as it was before.</summary>
internal static class WaitlistReader
{
    private const string Promotions = "'auto', 'offer' or 'direct'";

    /// <param name="fields">The festival or the slot.</param>
    /// <param name="general">What holds where the object says nothing.</param>
    public static WaitlistRules Waitlist(this FieldReader fields, WaitlistRules general)
    {
        if (fields.At("waitlist") is not { } place)
            return general;
        var rules = new FieldReader(place, ObjectShape.Waitlist, fields.Mistakes);
        return new WaitlistRules(
            ReadPromotion(rules) ?? general.Promotion,
            rules.Whole("offerHours", WaitlistRules.OfferHoursMin, WaitlistRules.OfferHoursMax) ?? general.OfferHours,
            rules.Whole("offerCloseMinutes", WaitlistRules.OfferCloseMinutesMin, WaitlistRules.OfferCloseMinutesMax) ?? general.OfferCloseMinutes,
            ReadConfirmByMail(rules) ?? general.ConfirmByMailMinutes);
    }

    private static Promotion? ReadPromotion(FieldReader rules)
    {
        if (rules.At("promotion") is not { } place || rules.Text(place) is not { } word)
            return null;
        foreach (var promotion in Enum.GetValues<Promotion>())
        {
            if (word == promotion.Word())
                return promotion;
        }
        rules.Mistakes.Add(MistakeKind.BadPromotion, place, $"{MistakeList.Quote(word)} is none of {Promotions}.");
        return null;
    }

    // A mail needs its time: one minute would free the places before anybody has read it.
    private static int? ReadConfirmByMail(FieldReader rules)
    {
        var minutes = rules.Whole("confirmByMailMinutes", 0, WaitlistRules.ConfirmByMailMinutesMax);
        if (minutes is > 0 and < WaitlistRules.ConfirmByMailMinutesMin)
        {
            rules.Mistakes.Add(MistakeKind.OutOfRange, rules.At("confirmByMailMinutes")!, $"{minutes} is too short: give 0 (off), or from {WaitlistRules.ConfirmByMailMinutesMin} to {WaitlistRules.ConfirmByMailMinutesMax}.");
            return null;
        }
        return minutes;
    }
}
