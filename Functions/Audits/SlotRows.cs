using Esik.Doors;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Audits;

/// <summary>A row as an audit meets it.</summary>
/// <param name="Row">Null when it is of no known kind, or cannot be read.</param>
/// <param name="IsKnown">Whether its key begins as a known kind's.</param>
/// <param name="WrittenAt">UTC, by storage's own clock.</param>
public sealed record AuditRow(string Key, ISlotRow? Row, bool IsKnown, DateTimeOffset WrittenAt);

/// <summary>All rows of one slot, sorted out. An audit holds those of one slot at a time.</summary>
public sealed class SlotRows(string slot)
{
    private readonly SortedList<int, Counter> counters = [];
    private readonly Dictionary<string, Registration> registrations = [];
    private readonly List<Forwarding> forwardings = [];
    private readonly List<Outbox> outboxes = [];
    private readonly Dictionary<string, DateTimeOffset> outboxesWrittenAt = [];
    private readonly Dictionary<string, Admission> admissions = [];
    private readonly Dictionary<string, Scan> scans = [];
    private readonly Dictionary<string, Clash> clashes = [];
    private readonly List<AuditRow> strange = [];

    public string Slot => slot;

    public int Count { get; private set; }

    /// <summary>In order of their numbers, which is not the order of their keys.</summary>
    public IReadOnlyList<Counter> Counters => [.. counters.Values];

    public Tally? Tally { get; private set; }

    /// <summary>By ticket.</summary>
    public IReadOnlyDictionary<string, Registration> Registrations => registrations;

    public IReadOnlyList<Forwarding> Forwardings => forwardings;

    public IReadOnlyList<Outbox> Outboxes => outboxes;

    /// <summary>When an outbox was last written, UTC: its transaction was no later.</summary>
    public DateTimeOffset WrittenAt(Outbox outbox) => outboxesWrittenAt[outbox.BatchId];

    /// <summary>By row key.</summary>
    public IReadOnlyDictionary<string, Admission> Admissions => admissions;

    /// <summary>By scan id.</summary>
    public IReadOnlyDictionary<string, Scan> Scans => scans;

    /// <summary>By the id of the scan that brought them to light.</summary>
    public IReadOnlyDictionary<string, Clash> Clashes => clashes;

    /// <summary>Rows of no known kind, and rows that cannot be read.</summary>
    public IReadOnlyList<AuditRow> Strange => strange;

    /// <summary>When the slot's counts last changed, UTC.</summary>
    public DateTimeOffset CountedAt { get; private set; } = DateTimeOffset.MinValue;

    public Ledger Ledger => new([.. counters.Values], 0);

    public IEnumerable<Registration> In(RegistrationState state) => registrations.Values.Where(registration => registration.State == state);

    public void Add(AuditRow row)
    {
        Count++;
        switch (row.Row)
        {
            case Counter counter:
                counters[counter.Number] = counter;
                CountedAt = row.WrittenAt > CountedAt ? row.WrittenAt : CountedAt;
                break;
            case Tally tally:
                Tally = tally;
                break;
            case Registration registration:
                registrations[registration.Ticket] = registration;
                break;
            case Forwarding forwarding:
                forwardings.Add(forwarding);
                break;
            case Outbox outbox:
                outboxes.Add(outbox);
                outboxesWrittenAt[outbox.BatchId] = row.WrittenAt;
                break;
            case Admission admission:
                admissions[admission.RowKey] = admission;
                break;
            case Scan scan:
                scans[scan.ScanId] = scan;
                break;
            case Clash clash:
                clashes[clash.Scan.ScanId] = clash;
                break;
            default:
                strange.Add(row);
                break;
        }
    }
}
