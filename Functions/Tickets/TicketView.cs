using Esik.Programmes;

namespace Esik.Tickets;

/// <summary>How a registration stands, for its ticket page. A cancelled slot goes before all but a withdrawn registration.</summary>
public enum TicketState
{
    Confirmed,
    Waiting,

    /// <summary>Places are held until a moment.</summary>
    Offered,
    Withdrawn,
    SlotCancelled,
}

/// <summary>What a ticket page shows. It holds no e-mail address and no token: the QR picture is asked for by the page's key.</summary>
/// <param name="Key">The page's key, as it stands in the address.</param>
/// <param name="Name">Empty after the festival's data was erased.</param>
public sealed record TicketView(TicketState State, SlotView Slot, string Key, string Name, int Party)
{
    /// <summary>As it is read out: <c>ABCD-EFGH</c>. Null without a valid ticket.</summary>
    public string? ShortCode { get; init; }

    /// <summary>The place in the waiting list, from 1; null when it is not known or not waiting.</summary>
    public int? WaitingPlace { get; init; }

    /// <summary>UTC; the end of an offer, exclusive.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>UTC; when the slot would have started, if its time changed after this guest signed up.</summary>
    public DateTimeOffset? FormerStart { get; init; }

    /// <summary>Where the slot would have been, if its venue changed after this guest signed up.</summary>
    public Venue? FormerVenue { get; init; }

    public bool HasChanged => FormerStart is not null || FormerVenue is not null;
}
