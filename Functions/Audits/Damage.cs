namespace Esik.Audits;

/// <summary>What an audit may find. The names are stable: programs read them.</summary>
public enum Damage
{
    /// <summary>No festival was imported into this storage.</summary>
    ProgrammeMissing,

    /// <summary>A slot with a capacity has no counters, or not all of them.</summary>
    LedgerMissing,

    /// <summary>The slot changed each time it was read, so its rows could not be compared.</summary>
    InMotion,

    /// <summary>Guests hold more places than the slot has.</summary>
    Oversold,

    /// <summary>A counter promises more than it has, or less than nothing.</summary>
    CounterImpossible,

    /// <summary>The counters' capacity is not the programme's. A note as long as the programme's may still be about to follow.</summary>
    CapacityDiffers,

    /// <summary>Taken is not the places of the confirmed.</summary>
    TakenMiscounted,

    /// <summary>Offered is not the places of the offered.</summary>
    OfferedMiscounted,

    /// <summary>The line is not made of those who wait.</summary>
    LineMiscounted,

    /// <summary>Inside is not the places that were admitted, and the people who walked in.</summary>
    InsideMiscounted,

    /// <summary>Walk-ins and stand-ins are not the people who walked in.</summary>
    WalkInsMiscounted,

    /// <summary>The slot has no tally.</summary>
    TallyMissing,

    /// <summary>The tally does not say what the counters say. A note as long as its writer may still be about to write it.</summary>
    TallyBehind,

    /// <summary>Two who wait have the same place in the order of arrival, or one has none.</summary>
    OrderUnclear,

    /// <summary>Somebody waits beside free places that would do. A note as long as the writer may still be about to give them.</summary>
    WaitsBesideFree,

    /// <summary>Places are held by an offer that has no end, or that ended. A note just after the end.</summary>
    OfferEnded,

    /// <summary>A party that is not 1 to 6.</summary>
    PartyImpossible,

    /// <summary>The row's key is not that of its guest.</summary>
    TicketIdWrong,

    /// <summary>Confirmed, but no ticket was issued, or its issue is not 1 to 255.</summary>
    TicketMissing,

    /// <summary>The ticket's signature is not the festival's.</summary>
    SignatureWrong,

    /// <summary>The ticket's page cannot be opened.</summary>
    PageSecretMissing,

    /// <summary>The short code is not the ticket's.</summary>
    ShortCodeWrong,

    /// <summary>No outbox promises the guest a mail, or none promises the ticket that the last event issued.</summary>
    MailMissing,

    /// <summary>A mail is due, and has not gone for longer than <see cref="Esik.Mails.MailPatience.LateAfter"/>.</summary>
    MailOverdue,

    /// <summary>A mail was refused, and nobody knows why.</summary>
    RefusalWithoutReason,

    /// <summary>A mail is promised to nobody who is registered.</summary>
    OutboxOrphan,

    /// <summary>A registration went to another address, and is not there.</summary>
    ForwardingOrphan,

    /// <summary>An admission without a registration, or without the scan that made it.</summary>
    AdmissionOrphan,

    /// <summary>More came in than the party is.</summary>
    AdmittedTooMany,

    /// <summary>An admission's count is not that of its check-ins, or a check-in and its scan say different things.</summary>
    CheckInsDiffer,

    /// <summary>A clash without its scan, or a scan that clashed without being listed.</summary>
    ClashOrphan,

    /// <summary>Clashes are counted that are not listed, or listed ones are not counted, so that nobody looks for them.</summary>
    ClashesMiscounted,

    /// <summary>A scan let somebody in whose registration or admission is not there.</summary>
    ScanOrphan,

    /// <summary>Somebody is registered in a slot that the programme does not have, or that is open to all.</summary>
    SlotOrphan,

    /// <summary>A row of no known kind.</summary>
    RowUnknown,

    /// <summary>A row that cannot be read.</summary>
    RowUnreadable,
}

/// <summary>One thing that does not add up.</summary>
/// <param name="Slot">The slot's id; empty when it concerns the festival.</param>
/// <param name="Sentence">For a person; names tickets by their ids, never guests.</param>
/// <param name="IsNote">It may right itself within moments, and fails no audit.</param>
public sealed record AuditFinding(string Slot, Damage Damage, string Sentence, bool IsNote = false);
