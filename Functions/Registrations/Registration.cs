using Esik.Languages;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>Where a registration stands.</summary>
public enum RegistrationState
{
    /// <summary>Holds places and a ticket.</summary>
    Confirmed,

    /// <summary>Stands in the waiting list.</summary>
    Waiting,

    /// <summary>Places are held for it until <see cref="Registration.OfferedUntil"/>.</summary>
    Offered,

    /// <summary>Over: given back, declined, lapsed, or gone on under another address. Its history says which.</summary>
    Withdrawn,
}

/// <summary>One thing that happened to a registration.</summary>
public sealed record RegistrationEvent(DateTimeOffset At, string What, string Who);

/// <summary>One guest's party in one slot. Its key is made from slot and address, so the same guest cannot register twice.</summary>
/// <param name="Ticket">The ticket id, 16 hexadecimal digits.</param>
/// <param name="Party">Places, 1 to 6.</param>
/// <param name="Email">Normalised. Empty after the festival's data was erased, as is <paramref name="Name"/>.</param>
/// <param name="RequestId">The request that made it: the same request again gives the same registration.</param>
/// <param name="Order">Place in the order of arrival; sorts as text.</param>
/// <param name="Place">Place in the waiting list when it joined, from 1; 0 when it did not wait.</param>
/// <param name="Issue">Issue of the ticket, 1 to 255; 0 as long as no ticket was issued.</param>
/// <param name="Signature">64 bytes, made once for each issue; null without a ticket.</param>
/// <param name="PageSecret">8 random bytes of the ticket page's address, in hexadecimal digits.</param>
/// <param name="ShortCode">Eight letters for a broken screen.</param>
/// <param name="ResentAt">When the ticket was last mailed again, UTC.</param>
/// <param name="Told">The change of the slot about which its holder was last written to.</param>
/// <param name="AddressChanges">How often it moved to another address.</param>
/// <param name="NameVersion">How often its name was corrected: doors get each text under a nonce of its own.</param>
/// <param name="History">The last <see cref="HistoryMax"/> things that happened to it, oldest first.</param>
public sealed record Registration(
    string Ticket,
    RegistrationState State,
    int Party,
    string Name,
    string Email,
    Language Language,
    string RequestId,
    string Order,
    int Place,
    int Issue,
    byte[]? Signature,
    int KeyId,
    string PageSecret,
    string ShortCode,
    DateTimeOffset RegisteredAt,
    DateTimeOffset? WaitingSince,
    DateTimeOffset? OfferedUntil,
    DateTimeOffset? ResentAt,
    IReadOnlyList<RegistrationEvent> History,
    string? Told = null,
    int AddressChanges = 0,
    int NameVersion = 0) : ISlotRow
{
    public const string Prefix = "r:";
    public const int HistoryMax = 20;

    public string RowKey => Prefix + Ticket;

    public static string KeyOf(TicketId ticket) => Prefix + ticket;

    /// <summary>The registration without anything that tells who the guest was: counts, states and ids stay.</summary>
    public Registration Erased() => this with { Name = "", Email = "", PageSecret = "", ShortCode = "", RequestId = "", Signature = null, History = [] };

    public bool IsErased => Email.Length == 0;

    /// <summary>The registration with one more event, the oldest forgotten.</summary>
    public Registration With(RegistrationEvent happened) => this with { History = [.. History.Append(happened).TakeLast(HistoryMax)] };
}

/// <summary>What a registration's holder carries.</summary>
public static class RegistrationTicket
{
    /// <summary>The registration with its places confirmed and the next issue of its ticket signed. Its issue must be below <see cref="TicketPayload.IssueMax"/>.</summary>
    public static Registration Confirmed(this Registration registration, Slot slot, TicketSigner signer)
    {
        var issue = registration.Issue + 1;
        var payload = new TicketPayload(signer.KeyId, slot.Number, registration.Id(), issue, registration.Party);
        return registration with { State = RegistrationState.Confirmed, OfferedUntil = null, Issue = issue, KeyId = signer.KeyId, Signature = signer.Sign(payload) };
    }

    /// <summary>The registration with its places held until a moment. It has no ticket.</summary>
    /// <param name="what">By what rule they are held: <see cref="OfferTime.Offered"/> or <see cref="OfferTime.Held"/>.</param>
    internal static Registration Offered(this Registration registration, DateTimeOffset until, DateTimeOffset now, string what) =>
        (registration with { State = RegistrationState.Offered, OfferedUntil = until, Signature = null }).With(new RegistrationEvent(now, what, "line"));

    /// <summary>The ticket id as a value.</summary>
    public static TicketId Id(this Registration registration) =>
        TicketId.Parse(registration.Ticket) ?? throw new InvalidOperationException("A registration whose ticket id is none.");

    /// <summary>The token of the QR code; null as long as no ticket was issued, and after it was withdrawn.</summary>
    public static string? Token(this Registration registration, ushort slotNumber) =>
        registration is { State: RegistrationState.Confirmed, Signature: { } signature }
            ? TicketToken.Text(new TicketPayload((byte)registration.KeyId, slotNumber, registration.Id(), registration.Issue, registration.Party), signature)
            : null;

    /// <summary>The key of the ticket page's address.</summary>
    public static TicketPageKey PageKey(this Registration registration, ushort slotNumber) =>
        new(slotNumber, registration.Id(), registration.Secret());

    /// <summary>The secret of the ticket page. An erased registration has no page any more, so nobody asks.</summary>
    public static PageSecret Secret(this Registration registration) =>
        PageSecret.Parse(registration.PageSecret) ?? throw new InvalidOperationException("A registration whose page secret is none.");
}
