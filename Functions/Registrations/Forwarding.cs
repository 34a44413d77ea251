using Esik.Slots;
using Esik.Tickets;

namespace Esik.Registrations;

/// <summary>Where a registration went when its address changed: ids alone, no address.</summary>
/// <param name="Ticket">The ticket id under the old address.</param>
/// <param name="To">The ticket id under the new one.</param>
/// <param name="RequestId">The request that moved it: asked again, it finds the new page. Empty after the festival's data was erased.</param>
/// <param name="At">UTC.</param>
public sealed record Forwarding(string Ticket, string To, string RequestId, DateTimeOffset At) : ISlotRow
{
    public const string Prefix = "f:";

    public string RowKey => Prefix + Ticket;

    public static string KeyOf(TicketId ticket) => Prefix + ticket;
}
