using Esik.Programmes;
using Esik.Registrations;

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

    /// <summary>The place in the waiting list, from 1; null when not waiting.</summary>
    public int? WaitingPlace { get; init; }

    /// <summary>Whether those who wait are still written to; in the last minutes before the start they are not.</summary>
    public bool LineMoves { get; init; } = true;

    /// <summary>How many registrations wait in all, this one included; null as <see cref="WaitingPlace"/>.</summary>
    public int? WaitingSize { get; init; }

    /// <summary>UTC; the end of an offer, exclusive.</summary>
    public DateTimeOffset? OfferedUntil { get; init; }

    /// <summary>The code of the mail's link by which an offer is accepted; null when the page was opened without one.</summary>
    public string? MailCode { get; init; }

    /// <summary>The offer can be accepted with the code of the mail's link alone, and this page was opened without one.</summary>
    public bool NeedsMail { get; init; }

    /// <summary>Why a withdrawn registration is withdrawn.</summary>
    public WithdrawalReason? Reason { get; init; }

    /// <summary>What was done just now.</summary>
    public TicketNotice? Notice { get; init; }

    /// <summary>UTC; when the slot would have started, if its time changed after this guest signed up.</summary>
    public DateTimeOffset? FormerStart { get; init; }

    /// <summary>Where the slot would have been, if its venue changed after this guest signed up.</summary>
    public Venue? FormerVenue { get; init; }

    public bool HasChanged => FormerStart is not null || FormerVenue is not null;

    /// <summary>Whether the guest can still change something: the registration stands, and the slot is not over.</summary>
    public bool IsOpen => State is TicketState.Confirmed or TicketState.Waiting or TicketState.Offered && Slot.Availability.IsAhead;
}
