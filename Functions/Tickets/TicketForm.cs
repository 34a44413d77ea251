namespace Esik.Tickets;

/// <summary>What stands in the forms of the page that changes a registration: everything as it was typed, right or wrong.</summary>
/// <param name="RequestId">Kept while the form is corrected: a change of address whose answer was lost finds its new page by it.</param>
public sealed record TicketForm(string RequestId, string Name, string Party = "", string Email = "", string MailCode = "")
{
    /// <summary>The hidden field with the code of the mail's link, and the query value of that link.</summary>
    public const string MailCodeField = "code";
}
