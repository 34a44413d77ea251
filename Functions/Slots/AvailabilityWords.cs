using Esik.Languages;

namespace Esik.Slots;

/// <summary>How a slot's availability reads, and what the style sheet calls it.</summary>
public static class AvailabilityWords
{
    /// <summary>In a few words: <c>Свободно 12 мест</c>, <c>Full: waiting list</c>.</summary>
    public static string Words(this Availability availability, Slot slot, LocalTime time)
    {
        var texts = Texts.Catalogue.In(time.Language);
        return availability.Word switch
        {
            AvailabilityWord.Free => texts["slot.free", ("n", availability.Free)],
            AvailabilityWord.FewLeft => texts["slot.few-left", ("n", availability.Free)],
            AvailabilityWord.Full => texts["slot.full"],
            AvailabilityWord.OpenEntrance => texts["slot.open-entrance"],
            AvailabilityWord.Soon => texts["slot.soon", ("when", time.Moment(slot.SignUpOpens ?? slot.Start))],
            AvailabilityWord.Closed => texts["slot.closed"],
            AvailabilityWord.Over => texts["slot.over"],
            AvailabilityWord.Cancelled => texts["slot.cancelled"],
        };
    }

    /// <summary>What stands in the place of the form; null while one may sign up.</summary>
    public static string? Notice(this Availability availability, Slot slot, LocalTime time)
    {
        var texts = Texts.Catalogue.In(time.Language);
        return availability.Word switch
        {
            AvailabilityWord.Free or AvailabilityWord.FewLeft or AvailabilityWord.Full => null,
            AvailabilityWord.OpenEntrance => texts["slot.open-entrance-text"],
            AvailabilityWord.Soon => texts["slot.soon-text", ("when", time.Moment(slot.SignUpOpens ?? slot.Start))],
            AvailabilityWord.Closed => texts["slot.closed-text"],
            AvailabilityWord.Over => texts["slot.over-text"],
            AvailabilityWord.Cancelled => texts["slot.cancelled-text"],
        };
    }

    /// <summary>The word as the style sheet names it.</summary>
    public static string CssName(this AvailabilityWord word) => word switch
    {
        AvailabilityWord.Free => "free",
        AvailabilityWord.FewLeft => "few-left",
        AvailabilityWord.Full => "full",
        AvailabilityWord.OpenEntrance => "open-entrance",
        AvailabilityWord.Soon => "soon",
        AvailabilityWord.Closed => "closed",
        AvailabilityWord.Over => "over",
        AvailabilityWord.Cancelled => "cancelled",
    };
}
