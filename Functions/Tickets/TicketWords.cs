using Esik.Languages;
using Esik.Slots;

namespace Esik.Tickets;

/// <summary>What the ticket page says about how a registration stands.</summary>
public static class TicketWords
{
    public static string Title(this TicketView view, LocalTime time)
    {
        var texts = Texts.Catalogue.In(time.Language);
        return view.State switch
        {
            TicketState.Confirmed => IsOver(view) ? texts["ticket.title"] : texts["ticket.confirmed"],
            TicketState.Waiting => texts["ticket.waiting"],
            TicketState.Offered => texts["ticket.offered"],
            TicketState.Withdrawn => texts["ticket.withdrawn"],
            TicketState.SlotCancelled => texts["ticket.slot-cancelled"],
        };
    }

    public static string Text(this TicketView view, LocalTime time)
    {
        var texts = Texts.Catalogue.In(time.Language);
        return view.State switch
        {
            TicketState.Confirmed => IsOver(view) ? texts["ticket.over"] : texts["ticket.confirmed-text"],
            TicketState.Waiting => texts["ticket.waiting-text"],
            TicketState.Offered => texts["ticket.offered-text", ("until", time.Moment(view.OfferedUntil ?? view.Slot.Slot.Start))],
            TicketState.Withdrawn => texts["ticket.withdrawn-text"],
            TicketState.SlotCancelled => texts["ticket.slot-cancelled-text"],
        };
    }

    private static bool IsOver(TicketView view) => view.Slot.Availability.Word is AvailabilityWord.Over;
}
