using Esik.Languages;
using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What a printed door list says.</summary>
public static class DoorListWords
{
    /// <summary>The list of one slot for one of its doors, by name in the order of the reader's alphabet. No e-mail addresses.</summary>
    public static DoorListContent Of(Programme programme, Slot slot, Door door, GuestList list, Language language)
    {
        var texts = Texts.Catalogue.In(language);
        var time = new LocalTime(programme.Festival.TimeZone, language);
        var (guests, order) = (list.Expected(language), NameOrder.Of(language));
        var counts = $"{texts["paper.guests", ("n", guests.Count)]}, {texts["paper.places", ("n", guests.Sum(guest => guest.Party))]}";
        var printed = texts["paper.printed", ("when", $"{time.Date(time.DateAt(list.At))}, {time.Time(list.At)}")];
        return new DoorListContent
        {
            Festival = programme.Festival.Name.In(language),
            Title = slot.Title.In(language),
            Facts = $"{time.Day(slot.Start)}, {time.Span(slot.Start, slot.End)} · {programme.VenueOf(slot).Name.In(language)} · {door.Name.In(language)}",
            Printed = $"{counts} · {printed}",
            Note = texts["paper.note"],
            Empty = texts["paper.empty"],
            PageOf = (page, pages) => Texts.Catalogue.Say(language, "paper.page", ("page", page), ("pages", pages)),
            Rows = [.. guests.Select(guest => new DoorListRow(order.Heading(guest.Name), guest.Name, guest.Party, guest.Admitted, Code(guest)))],
        };
    }

    /// <summary>The short code as people read it.</summary>
    public static string Code(DoorGuest guest) => ShortCode.Parse(guest.ShortCode)?.Display ?? "";
}
