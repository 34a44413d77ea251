using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;

namespace Esik.Tickets;

/// <summary>Fields that a program posts to a ticket's JSON addresses; each address reads its own.</summary>
/// <param name="Party">How many places to keep.</param>
/// <param name="Code">From the link in the mail, where an offer needs it.</param>
public sealed record TicketPostJson(string? Name, int? Party, string? Email, string? RequestId, string? Code);

/// <summary>A registration as its page's key shows it to a program.</summary>
/// <param name="Place">In the waiting list, from 1.</param>
/// <param name="Size">Of the waiting list, in registrations.</param>
/// <param name="OfferedUntil">Exclusive.</param>
/// <param name="NeedsMail">Accepting the offer takes the code of the link in the mail.</param>
/// <param name="Reason">Why it is withdrawn.</param>
public sealed record TicketStateJson(
    string State, string Slot, string Key, string Url, string Name, int Party, int? Place, int? Size, DateTimeOffset? OfferedUntil, bool? NeedsMail, string? Token, string? ShortCode, string? Reason)
{
    public static TicketStateJson Of(FoundTicket found, TicketView view, SiteSettings site) => new(
        Code(view.State),
        found.Slot.Id,
        found.Key,
        site.Link($"{found.Registration.Language.Code()}/tickets/{found.Key}"),
        view.Name,
        view.Party,
        view.WaitingPlace,
        view.WaitingSize,
        view.OfferedUntil is { } until ? TimeZoneInfo.ConvertTime(until, found.Programme.Festival.TimeZone) : null,
        view.State is TicketState.Offered ? view.NeedsMail : null,
        TicketDesk.TokenOf(found),
        view.ShortCode,
        view.Reason is { } reason ? Code(reason) : null);

    private static string Code(TicketState state) => state switch
    {
        TicketState.Confirmed => "confirmed",
        TicketState.Waiting => "waiting",
        TicketState.Offered => "offered",
        TicketState.Withdrawn => "withdrawn",
        TicketState.SlotCancelled => "slot-cancelled",
    };

    private static string Code(WithdrawalReason reason) => reason switch
    {
        WithdrawalReason.GivenBack => "given-back",
        WithdrawalReason.Declined => "declined",
        WithdrawalReason.Lapsed => "lapsed",
        WithdrawalReason.Moved => "moved",
    };
}
