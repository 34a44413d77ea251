using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>Why an issue of a ticket no longer opens a door.</summary>
public enum TicketVoid
{
    /// <summary>The guest gave the places back.</summary>
    Cancelled,

    /// <summary>A newer issue took its place.</summary>
    Replaced,
}

/// <summary>How many places of one issue of a ticket came in so far, or that it opens no door. Keyed by id and issue, never by the signature, which can be varied.</summary>
/// <param name="Admitted">Places, 0 to the party.</param>
/// <param name="Since">When the first of them came in, UTC.</param>
/// <param name="Door">Where the last of them came in.</param>
public sealed record Admission(string Ticket, int Issue, int Admitted, DateTimeOffset? Since, string? Door, string? LastScan, TicketVoid? Void) : ISlotRow
{
    public const string Prefix = "a:";

    public string RowKey => $"{Prefix}{Ticket}:{Issue}";

    public static string KeyOf(TicketId ticket, int issue) => $"{Prefix}{ticket}:{issue}";

    public static Admission None(TicketId ticket, int issue) => new(ticket.ToString(), issue, 0, null, null, null, null);
}
