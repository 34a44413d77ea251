using Esik.Mails;
using Esik.Tickets;

namespace Esik.Slots;

/// <summary>
/// What one change sees of a slot, and what it wants written. A row that nobody has read counts as absent: storage refuses the
/// transaction when that was wrong, and the change decides again with the row at hand. So the usual case costs no read.
/// </summary>
public sealed class SlotDraft
{
    private readonly Func<string, ISlotRow?> find;
    private readonly Dictionary<string, ISlotRow> rows = [];
    private readonly List<OutboxMail> mails = [];
    private readonly List<OutboxOffer> offers = [];
    private readonly Ledger before;
    private readonly string process;
    private readonly int joining;
    private bool movesLine;
    private int sequence;

    /// <param name="joining">Parties on their way into the line, which the ledger does not count yet.</param>
    internal SlotDraft(Ledger ledger, DateTimeOffset now, int joining, string process, int sequence, Func<string, ISlotRow?> find)
    {
        (Ledger, before, Now, this.joining, this.process, this.sequence, this.find) = (ledger, ledger, now, joining, process, sequence, find);
    }

    /// <summary>The counts, including those of changes decided earlier in the same transaction. Replace it to change them.</summary>
    public Ledger Ledger { get; set; }

    /// <summary>The moment of the transaction, UTC; the same for all its changes.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Set by a change whose answer is "full": the writer makes sure that it looked at a fresh ledger.</summary>
    public bool SawFull { get; set; }

    /// <summary>A place in the order of arrival: commit time, process, sequence. Sorts as text.</summary>
    public string NextOrder() => $"{Now.UtcTicks:D19}-{process}-{sequence++:D6}";

    /// <summary>How many parties stand in line, with those on their way into it: the place, from 1, of the one that joined last.</summary>
    public int LineLength => Ledger.WaitingParties + joining;

    /// <summary>The row as this transaction would leave it so far, or null when it is (as far as known) absent.</summary>
    public T? Find<T>(string rowKey)
        where T : class, ISlotRow => (T?)(rows.GetValueOrDefault(rowKey) ?? find(rowKey));

    /// <summary>A row that another one vouches for. Where it was not read, because another process has only just written it, the writer reads it and has the change decide again.</summary>
    public T Get<T>(string rowKey)
        where T : class, ISlotRow => Find<T>(rowKey) ?? throw new LookAgainException($"A row of the slot tells of {rowKey}, which nobody has read.", rowKey);

    /// <summary>Writes a row: a new one is inserted, a known one replaced under its version.</summary>
    public void Put(ISlotRow row) => rows[row.RowKey] = row;

    /// <summary>Goes on with counts that a row vouches for.</summary>
    /// <param name="after">What becomes of the ledger; null when it does not count what the row says: then both are read again.</param>
    public void Count(Ledger? after) => Ledger = after ?? throw new LookAgainException("A row of the slot says what its ledger does not count.");

    /// <summary>Promises a mail to the holder of a registration; it goes out after the transaction, even if this process dies.</summary>
    public void Mail(TicketId ticket, MailKind kind) => mails.Add(OutboxMail.New(ticket.ToString(), kind));

    /// <summary>As <see cref="Mail"/>, of something that nobody asked for just now: it wakes nobody at night, however late it goes.</summary>
    /// <param name="due">Not before then, UTC; null is at once.</param>
    public void MailByDay(TicketId ticket, MailKind kind, DateTimeOffset? due) => mails.Add(OutboxMail.New(ticket.ToString(), kind) with { Due = due, ByDay = true });

    /// <summary>Has an offer looked at again at the moment when it ends, even if this process dies.</summary>
    public void EndOfferAt(TicketId ticket, DateTimeOffset until) => offers.Add(new OutboxOffer(ticket.ToString(), until));

    /// <summary>Has the waiting list looked at after the transaction, even if this process dies. Freed places and a longer line do so by themselves.</summary>
    public void MoveLine() => movesLine = true;

    internal IReadOnlyDictionary<string, ISlotRow> Rows => rows;

    internal IReadOnlyList<OutboxMail> Mails => mails;

    internal IReadOnlyList<OutboxOffer> Offers => offers;

    /// <summary>Whether somebody in the line may fit now who did not before.</summary>
    internal bool LineMayMove => movesLine || Ledger.Free > before.Free || Ledger.Line.HasMoreThan(before.Line);

    internal int Sequence => sequence;
}
