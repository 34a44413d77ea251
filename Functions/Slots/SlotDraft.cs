using Esik.Mails;
using Esik.Tickets;

namespace Esik.Slots;

/// <summary>
/// What one change sees of a slot, and what it wants written. A row that nobody has read counts as absent: storage refuses the
/// transaction when that was wrong, and the change decides again with the row at hand. So the usual case costs no read.
/// </summary>
public sealed class SlotDraft
{
    private readonly Func<string, ISlotRow?> before;
    private readonly Dictionary<string, ISlotRow> rows = [];
    private readonly List<OutboxMail> mails = [];
    private readonly string process;
    private int sequence;

    internal SlotDraft(Ledger ledger, DateTimeOffset now, string process, int sequence, Func<string, ISlotRow?> before)
    {
        (Ledger, Now, this.process, this.sequence, this.before) = (ledger, now, process, sequence, before);
    }

    /// <summary>The counts, including those of changes decided earlier in the same transaction. Replace it to change them.</summary>
    public Ledger Ledger { get; set; }

    /// <summary>The moment of the transaction, UTC; the same for all its changes.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Set by a change whose answer is "full": the writer makes sure that it looked at a fresh ledger.</summary>
    public bool SawFull { get; set; }

    /// <summary>A place in the order of arrival: commit time, process, sequence. Sorts as text.</summary>
    public string NextOrder() => $"{Now.UtcTicks:D19}-{process}-{sequence++:D6}";

    /// <summary>The row as this transaction would leave it so far, or null when it is (as far as known) absent.</summary>
    public T? Find<T>(string rowKey)
        where T : class, ISlotRow => (T?)(rows.GetValueOrDefault(rowKey) ?? before(rowKey));

    /// <summary>Writes a row: a new one is inserted, a known one replaced under its version.</summary>
    public void Put(ISlotRow row) => rows[row.RowKey] = row;

    /// <summary>Promises a mail to the holder of a registration; it goes out after the transaction, even if this process dies.</summary>
    public void Mail(TicketId ticket, MailKind kind) => mails.Add(OutboxMail.New(ticket.ToString(), kind));

    internal IReadOnlyDictionary<string, ISlotRow> Rows => rows;

    internal IReadOnlyList<OutboxMail> Mails => mails;

    internal int Sequence => sequence;
}
