using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What a phone keeps of a ticket that it scanned, in place of the token.</summary>
/// <param name="Hash">SHA-256 of the token.</param>
/// <param name="SlotNumber">As the ticket says it; 0 where the phone did not tell. Nothing is let in by it.</param>
public sealed record TicketProof(TicketId Ticket, int Issue, int Party, byte[] Hash, int SlotNumber = 0);

/// <summary>Something done at a door as a device sent it, checked for form.</summary>
/// <param name="Token">The QR code's text; this, a short code or a proof is there for a ticket, and nothing for the other kinds.</param>
/// <param name="Places">How many want to come in; null is all who are still outside, or one without a ticket.</param>
/// <param name="Offline">The device decided without the server.</param>
/// <param name="Shown">What it showed.</param>
/// <param name="Undoes">The scan that an undo takes back.</param>
/// <param name="OffsetSeconds">Server's clock minus the device's, as the device had last measured it before.</param>
public sealed record ScanRequest(
    string ScanId, ScanKind Kind, string Slot, string Door, DateTimeOffset ScannedAt, string? Token, string? ShortCode, TicketProof? Proof, int? Places,
    bool Offline, DoorAnswer? Shown, string? Undoes, string? Reason, long? OffsetSeconds = null)
{
    /// <summary>The people are inside already, whatever is answered now.</summary>
    public bool WasAdmitted => Offline && Shown == DoorAnswer.Welcome;
}

/// <summary>Why a scan cannot be taken. The device keeps it, and sends it no more.</summary>
public enum SetAsideReason
{
    /// <summary>A field is missing or out of bounds.</summary>
    Unusable,

    /// <summary>The programme has no such slot.</summary>
    SlotUnknown,

    /// <summary>The proof is not that of this ticket.</summary>
    ProofWrong,

    /// <summary>A revoked device hands in what it decided alone before, and whom it let in since by tickets that it can prove.</summary>
    Revoked,

    /// <summary>A mistake of ours; it is in the log.</summary>
    Failed,
}

/// <summary>A scan that was understood, or why not.</summary>
/// <param name="ScanId">As far as there was one.</param>
/// <param name="Field">What was wrong.</param>
public sealed record ScanReading(string? ScanId, ScanRequest? Request, string? Field);

/// <summary>One post of scans.</summary>
/// <param name="SentAt">The device's clock when it sent them; null trusts its clock.</param>
/// <param name="Names">Reads the guests' registrations too, for their names: one more read for each.</param>
/// <param name="FromRevoked">The last words of a device whose permission was taken away.</param>
public sealed record HandIn(DateTimeOffset? SentAt, bool Names, bool FromRevoked);
