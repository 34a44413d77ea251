using Esik.Slots;
using Microsoft.Extensions.Logging;

namespace Esik.Programmes;

/// <summary>
/// The stored programme, read again every few seconds for as long as somebody asks. While an import is half done, or storage does not
/// answer, the last whole programme stays in force. Safe for use by several threads.
/// </summary>
public sealed partial class ProgrammeInForce(ProgrammeTable table, Hosting.SiteSettings site, TimeProvider clock, ILogger<ProgrammeInForce> logger) : IProgrammes
{
    /// <summary>How old the programme may be.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    /// <summary>The longest that anybody waits for a first reading: then storage is busy, while the reading goes on for who comes next.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private const int ReadsMax = 4;

    private readonly Lock turn = new();
    private volatile Kept? kept;
    private Task<Programme>? reading;

    private sealed record Kept(Programme Programme, DateTimeOffset ReadAt);

    /// <summary>The first reading is under way elsewhere: what comes of it is this one's own. Should it fail, the next who asks begins another.</summary>
    public void Begin(Task<Programme> elsewhere)
    {
        lock (turn)
            reading ??= KeepAsync(elsewhere);
    }

    public async Task<Programme> CurrentAsync(CancellationToken stop)
    {
        var (read, isBegun) = KeptOrRead();
        // While one caller reads, the others take what there is: a slow storage must not make everybody wait.
        if (!isBegun && kept is { } old)
            return old.Programme;
        try
        {
            return await read.WaitAsync(WaitMax, clock, stop);
        }
        catch (TimeoutException)
        {
            return kept?.Programme ?? throw new BusyException("The programme could not be read in time.");
        }
    }

    // One reading at a time, and its failure, for all who ask meanwhile; so it is nobody's to call off.
    private (Task<Programme> Reading, bool IsBegun) KeptOrRead()
    {
        lock (turn)
        {
            if (kept is { } fresh && IsFresh(fresh))
                return (Task.FromResult(fresh.Programme), false);
            if (reading is { IsCompleted: false })
                return (reading, false);
            reading = KeepAsync(ReadAsync(CancellationToken.None));
            return (reading, true);
        }
    }

    private async Task<Programme> KeepAsync(Task<Programme> read)
    {
        var programme = await read;
        kept = new Kept(programme, clock.GetUtcNow());
        return programme;
    }

    private bool IsFresh(Kept programme) => clock.GetUtcNow() - programme.ReadAt < KeptFor;

    private async Task<Programme> ReadAsync(CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOnceAsync(stop);
            }
            catch (ArgumentException) when (attempt < ReadsMax)
            {
                // An import wrote between our reads of slots and of festival: the next reads fit together.
            }
        }
    }

    private async Task<Programme> ReadOnceAsync(CancellationToken stop)
    {
        try
        {
            var programme = await table.ReadAsync(stop) ?? throw new ProgrammeMissingException(site.FestivalId);
            // An import by another machine may not have known of this one's setting.
            if (kept is null && site.FestivalTimeZone.Length > 0 && programme.Festival.TimeZone.Id != site.FestivalTimeZone)
                LogOtherZone(logger, programme.Festival.TimeZone.Id, site.FestivalTimeZone);
            return programme;
        }
        catch (Exception failure) when (kept is not null && failure is not OperationCanceledException)
        {
            LogKept(logger, failure);
            return kept.Programme;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The programme's hours are those of {Zone}, and the setting FestivalTimeZone says {Setting}: one of them is wrong.")]
    private static partial void LogOtherZone(ILogger logger, string zone, string setting);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The programme could not be read; the last one stays in force.")]
    private static partial void LogKept(ILogger logger, Exception failure);
}
