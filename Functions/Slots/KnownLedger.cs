using System.Security.Cryptography;
using Esik.Signals;
using Microsoft.Extensions.Logging;

namespace Esik.Slots;

/// <summary>What a writer knows of its slot's ledger: the counters with their versions as it last read or wrote them, and the tally that it owes.</summary>
/// <param name="somebodyFits">Told whenever free places are seen that fit a party in the waiting list. Must return at once.</param>
internal sealed partial class KnownLedger(string slot, PatientSlotStore store, TimeProvider clock, Action somebodyFits, ILogger logger, Measures? measures)
{
    /// <summary>A tally rides along with a transaction at most this often, so that several processes seldom meet on its row.</summary>
    public static readonly TimeSpan TallyInterval = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    // What another process stored before it died shows in no row that this one writes: a tally is made from a look no older than this.
    private static readonly TimeSpan TallyFreshFor = TimeSpan.FromSeconds(3);

    // From the second conflict on, up to twice as long each time: so forty processes do not spend their time refusing each other.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(8);
    private const int DoublingsMax = 5;

    // When others have just filled the slot, counter after counter would refuse.
    private const int LookAtAllEvery = 3;

    private int home = RandomNumberGenerator.GetInt32(int.MaxValue);
    private DateTimeOffset readAt;
    private DateTimeOffset tallyAt;

    /// <summary>Null when it has to be read anew.</summary>
    public LedgerReading? Reading { get; private set; }

    /// <summary>Whether the ledger has to be looked at once more, and its tally written, when the slot gets quiet.</summary>
    public bool OwesTally { get; private set; }

    public bool IsTallyDue => clock.GetUtcNow() - tallyAt >= TallyInterval;

    /// <summary>Whether "full" may be said by it: another process may have given places back meanwhile.</summary>
    public bool IsFresh => clock.GetUtcNow() - readAt <= FreshFor;

    public void Forget() => Reading = null;

    /// <summary>Something may be stored that nobody here knows of.</summary>
    public void Doubt() => (Reading, OwesTally) = (null, true);

    /// <summary>Another process has just written a tally, as good as this one's: the next batches go without.</summary>
    public void SkipTally() => tallyAt = clock.GetUtcNow();

    /// <summary>
    /// Another process holds this counter: keep out of its way, and the more often that happens, the longer. Two point reads are easier
    /// on storage than all counters again; those are read when two did not help.
    /// </summary>
    public async Task MoveAwayAsync(int taken, int conflicts)
    {
        home = RandomNumberGenerator.GetInt32(int.MaxValue);
        if (conflicts > 1)
            await Task.Delay(FirstPause * (Random.Shared.NextDouble() * (1 << Math.Min(conflicts - 1, DoublingsMax))), clock);
        if (conflicts % LookAtAllEvery == 0)
        {
            Reading = null;
            return;
        }
        var next = home % Reading!.Ledger.Counters.Length;
        var numbers = new HashSet<int> { taken, next }.ToList();
        var rows = await Task.WhenAll(numbers.Select(number => store.ReadAsync(slot, Reading.Ledger.Counters[number].RowKey, CancellationToken.None)));
        var ledger = Reading.Ledger with { Home = next };
        var versions = Reading.Versions.ToArray();
        foreach (var (number, row) in numbers.Zip(rows))
        {
            if (row is not { Row: Counter counter } found)
                throw new InvalidOperationException($"The counter {number} of slot {slot} is gone.");
            // Who freed places may have sent somebody into the line before, at a counter that is not looked at here.
            var before = ledger.Counters[number];
            if (counter.Free > before.Free || counter.Line != before.Line)
            {
                Reading = null;
                return;
            }
            ledger = ledger with { Counters = ledger.Counters.SetItem(number, counter.Checked()) };
            versions[number] = found.Version;
        }
        Learn(Reading with { Ledger = ledger, Versions = versions });
    }

    /// <summary>Reads the ledger, unless what is known will do. False: the slot has none.</summary>
    public async Task<bool> ReadAsync()
    {
        if (IsTallyDue && clock.GetUtcNow() - readAt > TallyFreshFor)
            Reading = null;
        if (Reading is not null)
            return true;
        if (await store.ReadLedgerAsync(slot, CancellationToken.None) is not { } fresh)
            return false;
        Learn(fresh with { Ledger = fresh.Ledger with { Home = home % fresh.Ledger.Counters.Length } });
        readAt = clock.GetUtcNow();
        return true;
    }

    /// <summary>Takes over what a stored transaction made of it.</summary>
    public void Keep(SlotBatch batch, IReadOnlyList<string> versions)
    {
        var tallied = batch.Writes.Any(write => write.Row is Tally);
        // Another process may have freed places, or sent somebody into the line, at the same moment: whoever was later has to see both.
        OwesTally = !tallied || batch.Writes.Any(write => write.Row is Mails.Outbox { LineMayMove: true });
        if (tallied)
            tallyAt = clock.GetUtcNow();
        if (versions.Count != batch.Writes.Count)
        {
            Reading = null;
            return;
        }
        var ledger = Reading!.Ledger;
        var counterVersions = Reading.Versions.ToArray();
        var tally = Reading.Tally;
        foreach (var (write, version) in batch.Writes.Zip(versions))
        {
            if (write.Row is Counter counter)
            {
                ledger = ledger with { Counters = ledger.Counters.SetItem(counter.Number, counter) };
                counterVersions[counter.Number] = version;
            }
            else if (write.Row is Tally)
            {
                tally = new KnownRow(write.Row, version);
            }
        }
        Learn(new LedgerReading(ledger, counterVersions, tally));
    }

    /// <summary>Looks at the ledger and writes its tally. What fails stays owed.</summary>
    public async Task PayTallyAsync()
    {
        try
        {
            if (await store.ReadLedgerAsync(slot, CancellationToken.None) is not { } fresh)
            {
                OwesTally = false;
                return;
            }
            var tally = Tally.Of(fresh.Ledger, clock.GetUtcNow());
            OwesTally = !await store.WriteTallyAsync(slot, tally, fresh.Tally?.Version, CancellationToken.None);
            Learn(fresh);
            Reading = null;
        }
#pragma warning disable CA1031 // The tally stays owed, and is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(logger, failure, slot);
        }
    }

    private void Learn(LedgerReading reading)
    {
        Reading = reading;
        measures?.Seen(slot, reading.Ledger.Free);
        if (reading.Ledger.SomebodyFits)
            somebodyFits();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The tally of slot {Slot} could not be written; it is tried again.")]
    private static partial void LogFailure(ILogger logger, Exception failure, string slot);
}
