using System.Security.Cryptography;
using Esik.Signals;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>What a writer knows of its slot's ledger: the counters with their versions as it last read or wrote them, and the tally that it owes.</summary>
/// <param name="lanes">How many lanes write by it at once.</param>
/// <param name="somebodyFits">Told whenever free places are seen that fit a party in the waiting list. Must return at once.</param>
internal sealed partial class KnownLedger(string slot, PatientSlotStore store, int lanes, TimeProvider clock, Action somebodyFits, ILogger logger, Measures? measures)
{
    /// <summary>A tally rides along with a transaction at most this often, so that several processes seldom meet on its row.</summary>
    public static readonly TimeSpan TallyInterval = TimeSpan.FromSeconds(1);

    // A storage that refuses a tally is asked ever more seldom, up to 64 times so long.
    private const int TallyDoublingsMax = 6;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    // What another process stored before it died shows in no row that this one writes: a tally is made from a look no older than this.
    private static readonly TimeSpan TallyFreshFor = TimeSpan.FromSeconds(3);

    // From the second conflict on, up to twice as long each time: so forty processes do not spend their time refusing each other.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(4);
    private const int DoublingsMax = 5;

    // So long after a conflict, other processes are taken to be at this slot still.
    private static readonly TimeSpan ContendedFor = TimeSpan.FromSeconds(2);

    // When others have just filled the slot, counter after counter would refuse.
    private const int LookAtAllEvery = 3;

    // The counter that each lane prefers.
    private readonly int[] homes = [.. Enumerable.Range(0, lanes).Select(_ => RandomNumberGenerator.GetInt32(int.MaxValue))];
    private LedgerReading? reading;
    // How often it was asked to read anew, and up to which of these a reading has answered.
    private int asked = 1;
    private int answered;
    private long stored;
    private DateTimeOffset readAt;
    private DateTimeOffset tallyAt;
    private DateTimeOffset conflictAt;
    private int tallyFailures;

    /// <summary>What is under way.</summary>
    public Flights Flights { get; } = new();

    /// <summary>Whether the ledger has to be looked at once more, and its tally written, when the slot gets quiet.</summary>
    public bool OwesTally { get; private set; }

    /// <summary>Whether another process refused a transaction of this one a moment ago.</summary>
    public bool IsContended => clock.GetUtcNow() - conflictAt < ContendedFor;

    /// <summary>How many sign-ups have room in one transaction: fewer as long as places are free, since the last ones lie in many counters.</summary>
    public int GroupMax => reading is { Ledger.Free: 0 } ? SlotComposer.RowsMax : SlotComposer.RowsMax - Counter.PerSlot + 1;

    /// <summary>How long a tally stays owed before it is written by itself.</summary>
    public TimeSpan TallyPause => TallyInterval * (1 << Math.Min(tallyFailures, TallyDoublingsMax));

    public bool IsTallyDue => clock.GetUtcNow() - tallyAt >= TallyInterval;

    /// <summary>Whether "full" may be said by it: another process may have given places back meanwhile.</summary>
    public bool IsFresh => clock.GetUtcNow() - readAt <= FreshFor;

    public void Forget() => asked++;

    /// <summary>Something may be stored that nobody here knows of.</summary>
    public void Doubt()
    {
        Forget();
        OwesTally = true;
    }

    /// <summary>Another process has just written a tally, as good as this one's: the next batches go without.</summary>
    public void SkipTally() => tallyAt = clock.GetUtcNow();

    /// <summary>Sends a batch on its way. Its tally counts as written, so that no other lane writes one beside it.</summary>
    public Flight Depart(SlotBatch batch, int joining)
    {
        if (batch.HasTally)
            SkipTally();
        return Flights.Depart(batch, joining, stored);
    }

    /// <summary>
    /// Another process holds this counter: keep out of its way, and the more often that happens, the longer. Two point reads are easier
    /// on storage than all counters again; those are read when two did not help.
    /// </summary>
    public async Task MoveAwayAsync(int lane, int taken, int conflicts)
    {
        homes[lane] = RandomNumberGenerator.GetInt32(int.MaxValue);
        conflictAt = clock.GetUtcNow();
        if (conflicts > 1)
            await Task.Delay(FirstPause * (Random.Shared.NextDouble() * (1 << Math.Min(conflicts - 1, DoublingsMax))), clock);
        if (conflicts % LookAtAllEvery == 0 || reading is null)
        {
            Forget();
            return;
        }
        await LookAtAsync([.. new HashSet<int> { taken, HomeOf(lane, reading) }]);
    }

    /// <summary>Reads the counter that this lane prefers, which is a small price when others have probably moved it.</summary>
    public Task LookHomeAsync(int lane) => LookAtAsync([HomeOf(lane, reading!)]);

    /// <summary>The ledger as this lane goes by it, read anew unless what is known will do. Null: the slot has none.</summary>
    public async Task<LedgerReading?> ReadAsync(int lane)
    {
        if (IsTallyDue && clock.GetUtcNow() - readAt > TallyFreshFor)
            Forget();
        if (answered != asked)
        {
            // Who asks while another lane reads may know of something later than that reading does.
            var asking = asked;
            if (await store.ReadLedgerAsync(slot, CancellationToken.None) is not { } fresh)
                return null;
            (readAt, answered) = (clock.GetUtcNow(), Math.Max(answered, asking));
            Learn(fresh);
        }
        return reading! with { Ledger = reading.Ledger with { Home = HomeOf(lane, reading) } };
    }

    /// <summary>Takes over what a stored transaction made of it.</summary>
    public void Keep(Flight flight, IReadOnlyList<string> versions)
    {
        var (writes, hasTally) = (flight.Batch.Writes, flight.Batch.HasTally);
        // A tally does not count what was stored beside it. And another process may have freed places, or sent somebody into the line,
        // at the same moment: whoever was later has to see both.
        OwesTally = !hasTally || flight.Since != stored || writes.Any(write => write.Row is Mails.Outbox { LineMayMove: true });
        stored++;
        if (hasTally)
            SkipTally();
        if (versions.Count != writes.Count)
        {
            Forget();
            return;
        }
        var counters = reading!.Ledger.Counters;
        var counterVersions = reading.Versions.ToArray();
        var tally = reading.Tally;
        foreach (var (write, version) in writes.Zip(versions))
        {
            if (write.Row is Counter counter)
            {
                counters = counters.SetItem(counter.Number, counter);
                counterVersions[counter.Number] = version;
            }
            else if (write.Row is Tally)
            {
                tally = new KnownRow(write.Row, version);
            }
        }
        Learn(new LedgerReading(reading.Ledger with { Counters = counters }, counterVersions, tally));
    }

    /// <summary>Looks at the ledger and writes its tally. What fails stays owed, and so does what was stored meanwhile.</summary>
    public async Task PayTallyAsync()
    {
        var since = stored;
        try
        {
            if (await store.ReadLedgerAsync(slot, CancellationToken.None) is not { } fresh)
            {
                OwesTally = false;
                return;
            }
            var tally = Tally.Of(fresh.Ledger, clock.GetUtcNow());
            OwesTally = !await store.WriteTallyAsync(slot, tally, fresh.Tally?.Version, CancellationToken.None) || since != stored;
            tallyFailures = 0;
            Learn(fresh);
            Forget();
        }
#pragma warning disable CA1031 // The tally stays owed, and is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            tallyFailures++;
            LogFailure(logger, failure, slot);
        }
    }

    private async Task LookAtAsync(IReadOnlyList<int> numbers)
    {
        var rows = await Task.WhenAll(numbers.Select(number => store.ReadAsync(slot, reading!.Ledger.Counters[number].RowKey, CancellationToken.None)));
        var counters = reading!.Ledger.Counters;
        var versions = reading.Versions.ToArray();
        foreach (var (number, row) in numbers.Zip(rows))
        {
            if (row is not { Row: Counter counter } found)
                throw new InvalidOperationException($"The counter {number} of slot {slot} is gone.");
            // Who freed places may have sent somebody into the line before, at a counter that is not looked at here. As long as
            // nothing is free, whoever comes joins the line, however long that is.
            if (counter.Free > counters[number].Free || (counter.Line != counters[number].Line && reading.Ledger.Free > 0))
            {
                Forget();
                return;
            }
            counters = counters.SetItem(number, counter.Checked());
            versions[number] = found.Version;
        }
        Learn(reading with { Ledger = reading.Ledger with { Counters = counters }, Versions = versions });
    }

    // While it was read, a transaction of our own may have landed: of each counter the later version is what holds.
    private void Learn(LedgerReading read)
    {
        if (reading is { } before && before.Ledger.Counters.Length == read.Ledger.Counters.Length)
        {
            var newer = before.Ledger.Counters.Zip(read.Ledger.Counters, (old, now) => old.Version > now.Version).ToList();
            read = read with
            {
                Ledger = read.Ledger with { Counters = [.. read.Ledger.Counters.Select((counter, place) => newer[place] ? before.Ledger.Counters[place] : counter)] },
                Versions = [.. read.Versions.Select((version, place) => newer[place] ? before.Versions[place] : version)],
            };
        }
        reading = read;
        measures?.Seen(slot, read.Ledger.Free);
        if (read.Ledger.SomebodyFits)
            somebodyFits();
    }

    // Two lanes of one process never prefer the same counter, as long as there are two.
    private int HomeOf(int lane, LedgerReading known)
    {
        var counters = known.Ledger.Counters.Length;
        var home = homes[lane] % counters;
        return Enumerable.Range(0, lane).Any(other => homes[other] % counters == home) ? (home + 1) % counters : home;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tally of slot {Slot} could not be written; it is tried again.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
