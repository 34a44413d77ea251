using Esik.Languages;
using Esik.Registrations;
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
            TicketState.Withdrawn => view.Reason switch
            {
                WithdrawalReason.Declined => texts["ticket.declined"],
                WithdrawalReason.Lapsed => texts["ticket.lapsed"],
                WithdrawalReason.Moved => texts["ticket.moved"],
                WithdrawalReason.GivenBack or null => texts["ticket.withdrawn"],
            },
            TicketState.SlotCancelled => texts["ticket.slot-cancelled"],
        };
    }

    public static string Text(this TicketView view, LocalTime time)
    {
        var texts = Texts.Catalogue.In(time.Language);
        return view.State switch
        {
            TicketState.Confirmed => IsOver(view) ? texts["ticket.over"] : texts["ticket.confirmed-text"],
            TicketState.Waiting => view.LineMoves || IsOver(view) ? texts["ticket.waiting-text"] : texts["ticket.waiting-door"],
            TicketState.Offered => view.NeedsMail ? texts["ticket.accept-by-mail"] : texts["ticket.offered-text"],
            TicketState.Withdrawn => view.Reason switch
            {
                WithdrawalReason.Declined => texts["ticket.declined-text"],
                WithdrawalReason.Lapsed => texts["ticket.lapsed-text"],
                WithdrawalReason.Moved => texts["ticket.moved-text"],
                WithdrawalReason.GivenBack or null => texts["ticket.withdrawn-text"],
            },
            TicketState.SlotCancelled => texts["ticket.slot-cancelled-text"],
        };
    }

    private static bool IsOver(TicketView view) => view.Slot.Availability.Word is AvailabilityWord.Over;
}
