using Esik.Languages;

namespace Esik.Tickets;

/// <summary>What was done just now, said once on top of the ticket page.</summary>
public enum TicketNotice
{
    Withdrawn,
    Party,
    Name,
    Email,
    Again,
    Accepted,
    Declined,
}

/// <summary>Notices as they stand in an address, <c>?done=party</c>, and as they read. Anything else in the address is passed over.</summary>
public static class TicketNotices
{
    /// <summary>The name of the query value.</summary>
    public const string Query = "done";

    public static string Code(this TicketNotice notice) => notice switch
    {
        TicketNotice.Withdrawn => "withdrawn",
        TicketNotice.Party => "party",
        TicketNotice.Name => "name",
        TicketNotice.Email => "email",
        TicketNotice.Again => "again",
        TicketNotice.Accepted => "accepted",
        TicketNotice.Declined => "declined",
    };

    /// <summary>Null for what is no notice, and for one that is not true of the registration as it stands: a link can be passed on.</summary>
    public static TicketNotice? Parse(string? code, TicketState state)
    {
        foreach (var notice in Enum.GetValues<TicketNotice>())
        {
            var tellsOfAnEnd = notice is TicketNotice.Withdrawn or TicketNotice.Declined;
            var isTrue = notice == TicketNotice.Accepted ? state == TicketState.Confirmed : tellsOfAnEnd == state is TicketState.Withdrawn;
            if (notice.Code() == code && isTrue)
                return notice;
        }
        return null;
    }

    public static string Words(this TicketNotice notice, TicketView view, Language language)
    {
        var texts = Texts.Catalogue.In(language);
        return notice switch
        {
            TicketNotice.Withdrawn => texts["ticket.done.withdrawn"],
            TicketNotice.Party => WithNewCode(texts["ticket.done.party", ("n", view.Party)], view, texts),
            TicketNotice.Name => texts["ticket.done.name"],
            TicketNotice.Email => WithNewCode(texts["ticket.done.email"], view, texts),
            TicketNotice.Again => texts["ticket.done.again"],
            TicketNotice.Accepted => texts["ticket.done.accepted"],
            TicketNotice.Declined => texts["ticket.done.declined"],
        };
    }

    private static string WithNewCode(string said, TicketView view, TextsIn texts) =>
        view.State == TicketState.Confirmed ? $"{said} {texts["ticket.done.new-code"]}" : said;
}
