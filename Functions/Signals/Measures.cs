using System.Diagnostics.Metrics;

namespace Esik.Signals;

/// <summary>
/// What a process counts about its festival, in the festival's words. Tags are answers, kinds, slots and doors: never a guest, an
/// address or a device. Counting costs a few nanoseconds while nobody collects.
/// </summary>
public sealed class Measures
{
    /// <summary>Under this name an exporter asks for the measures.</summary>
    public const string MeterName = "Esik";

    public const string Registrations = "esik.registrations";
    public const string SeatsLeft = "esik.seats.left";
    public const string GroupSize = "esik.group.size";
    public const string LedgerConflicts = "esik.ledger.conflicts";
    public const string Mails = "esik.mails";
    public const string Scans = "esik.scans";
    public const string ScanAge = "esik.scan.age";
    public const string SyncAge = "esik.door.sync.age";
    public const string StorageRequests = "esik.storage.requests";

    // Long enough for a page that looks at a slot now and then, short enough that another process's newer figure is not contradicted.
    private static readonly TimeSpan SeatsKeptFor = TimeSpan.FromMinutes(2);

    // A door's day: after that nobody waits for its phones.
    private static readonly TimeSpan DoorsKeptFor = TimeSpan.FromHours(12);

    private static readonly InstrumentAdvice<int> GroupSteps = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 97] };
    private static readonly InstrumentAdvice<double> AgeSteps = new() { HistogramBucketBoundaries = [1, 5, 15, 60, 300, 900, 3600, 14400] };
    private static readonly InstrumentAdvice<double> RequestSteps = new() { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4] };

    private readonly LastSeen<int> seats;
    private readonly LastSeen<bool> doors;
    private readonly Counter<long> registrations;
    private readonly Histogram<int> groupSize;
    private readonly Counter<long> ledgerConflicts;
    private readonly Counter<long> mails;
    private readonly Counter<long> scans;
    private readonly Histogram<double> scanAge;
    private readonly Histogram<double> storageRequests;

    public Measures(IMeterFactory meters, TimeProvider clock)
    {
        var meter = meters.Create(MeterName);
        seats = new(clock, SeatsKeptFor);
        doors = new(clock, DoorsKeptFor);
        registrations = meter.CreateCounter<long>(Registrations, "{registration}", "Sign-ups by their answer");
        groupSize = meter.CreateHistogram(GroupSize, "{change}", "Changes that one transaction stored", advice: GroupSteps);
        ledgerConflicts = meter.CreateCounter<long>(LedgerConflicts, "{conflict}", "Transactions that another process was faster than, by the row at fault");
        mails = meter.CreateCounter<long>(Mails, "{mail}", "Mails by kind and answer, each try for itself; late is ten minutes after they were due");
        scans = meter.CreateCounter<long>(Scans, "{scan}", "Scans by the door's answer");
        scanAge = meter.CreateHistogram(ScanAge, "s", "How old a scan was when its phone handed it in", advice: AgeSteps);
        storageRequests = meter.CreateHistogram(StorageRequests, "s", "Tries of storage requests by what they did and what storage answered", advice: RequestSteps);
        meter.CreateObservableGauge(SeatsLeft, Seats, "{place}", "Places of a slot that nobody holds, as this process last saw them");
        meter.CreateObservableGauge(SyncAge, Doors, "s", "How long ago a phone of a door last spoke with this process");
    }

    /// <summary>A sign-up was answered.</summary>
    /// <param name="answer">The state, <c>already-registered</c>, or the refusal's code.</param>
    public void Registered(string answer) => registrations.Add(1, Tag("answer", answer));

    /// <summary>A slot's free places, as they were just read or written.</summary>
    public void Seen(string slot, int free) => seats.Put(slot, free);

    /// <summary>One transaction stored so many changes.</summary>
    public void Grouped(int changes) => groupSize.Record(changes);

    /// <param name="row">What kind of row was not as assumed.</param>
    public void Conflicted(string row) => ledgerConflicts.Add(1, Tag("row", row));

    /// <param name="answer">sent, later, refused or dropped.</param>
    public void Mailed(string kind, string answer, bool late) => mails.Add(1, Tag("kind", kind), Tag("answer", answer), Tag("late", late));

    /// <param name="age">Null for a scan that is not stored: it has no time that can be trusted.</param>
    public void Scanned(string answer, TimeSpan? age)
    {
        scans.Add(1, Tag("answer", answer));
        if (age is { } time)
            scanAge.Record(time.TotalSeconds, Tag("answer", answer));
    }

    /// <summary>A phone of this door has spoken with us.</summary>
    public void Synced(string door) => doors.Put(door, true);

    /// <param name="status">Of HTTP; 0 when there was no answer.</param>
    public void Stored(string what, int status, TimeSpan took) => storageRequests.Record(took.TotalSeconds, Tag("what", what), Tag("status", status));

    private IEnumerable<Measurement<int>> Seats() => seats.Fresh().Select(slot => new Measurement<int>(slot.Value, Tag("slot", slot.Name)));

    private IEnumerable<Measurement<double>> Doors() => doors.Fresh().Select(door => new Measurement<double>(door.Age.TotalSeconds, Tag("door", door.Name)));

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
