using System.Diagnostics;
using Esik.Backups;
using Esik.Tickets;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>backup FILE</c>: writes the whole festival into one file, beside a running site if need be. The file is there when it is complete, or not at all.</summary>
public static class BackupCommand
{
    // A slot in a rush never stands still; the rush for one slot lasts minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var arguments = new CommandArguments(typed, ["--data"], ["--with-keys"]);
        if (arguments.Rest is not [var name])
            throw new CommandException("Say into which file: scripts/backup FILE.", isMisunderstanding: true);
        var directory = Path.GetFullPath(arguments["--data"] ?? StartOptions.DataDefault);
        if (!Directory.Exists(directory))
            throw new CommandException($"There is no data directory {directory}.");
        if (Path.Exists(name))
            throw new CommandException($"{name} is there already: nothing is overwritten, choose another name.");
        using var data = DataDirectory.OwnOrVisit(directory);
        var settings = new HomeSettings(data);
        var festival = HomeFestival.Choose(data, settings, file: null);
        settings.PlaceAtHome();
        await using var home = await HomeSite.VisitAsync(data, settings, KeyUse.Needed, stop);
        var took = Stopwatch.StartNew();
        var answer = await WriteAsync(home, name, HeaderOf(home, festival.Id, arguments.Has("--with-keys")), took, stop);
        Console.WriteLine($"{festival.Id}: {answer.Slots} slots, {answer.Rows} rows in {name} ({new FileInfo(name).Length / 1e6:0.0} MB) after {took.Elapsed.TotalSeconds:0.0} s.");
        Console.WriteLine(arguments.Has("--with-keys")
            ? "It holds guests' personal data and the festival's keys: whoever has it can forge tickets. Keep it encrypted."
            : "It holds guests' personal data: keep it encrypted. The festival's keys are not in it: keep those too, apart from it.");
        return 0;
    }

    private static BackupHeader HeaderOf(HomeSite home, string festival, bool withKeys)
    {
        var (site, tickets) = (home.Get<SiteSettings>(), home.Get<TicketSettings>());
        var keys = withKeys
            ? new Dictionary<string, string>
            {
                [nameof(site.FestivalSecret)] = site.FestivalSecret,
                [nameof(tickets.GuestKey)] = tickets.GuestKey,
                [nameof(tickets.TicketSigningKey)] = tickets.TicketSigningKey,
                [nameof(tickets.TicketSigningKeyId)] = tickets.TicketSigningKeyId,
                [nameof(tickets.TicketPublicKeys)] = tickets.TicketPublicKeys,
            }
            : null;
        var marks = KeyMarks.Of(site.FestivalSecret, tickets.GuestKey, home.Get<TicketKeys>());
        return new(BackupHeader.FormatName, BackupHeader.VersionNow, festival, home.Get<TimeProvider>().GetUtcNow(), marks, keys);
    }

    private static async Task<BackupAnswer> WriteAsync(HomeSite home, string name, BackupHeader header, Stopwatch took, CancellationToken stop)
    {
        var draft = name + ".new";
        if (Path.Exists(draft))
            throw new CommandException($"{draft} is there: another backup writes it, or broke off and left it. Choose another name, or delete it when none runs.");
        try
        {
            var file = DataDirectory.CreatePrivate(draft);
            // From here on the draft is this backup's own to take away.
            try
            {
                var answer = await FillAsync(home, file, header, took, stop);
                File.Move(draft, name);
                return answer;
            }
            finally
            {
                File.Delete(draft);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{name} cannot be written: {problem.Message}");
        }
    }

    private static async Task<BackupAnswer> FillAsync(HomeSite home, FileStream draft, BackupHeader header, Stopwatch took, CancellationToken stop)
    {
        BackupAnswer answer;
        await using (draft)
        {
            using (var backup = new BackupWriter(draft))
            {
                backup.Header(header);
                answer = await home.Get<Backup>().RunAsync(backup, Patience, new SpokenRows<BackupAnswer>(took, now => $"{now.Slots} slots, {now.Rows} rows …"), stop);
                backup.End();
            }
            draft.Flush(flushToDisk: true);
        }
        if (answer.Restless.Count > 0)
            throw new CommandException($"Nothing was backed up: for {Patience.TotalMinutes:0} minutes these changed each time they were read: {string.Join(", ", answer.Restless)}. Try again when the rush is over.");
        if (answer.Rows == 0)
            throw new CommandException($"Nothing was backed up: the storage holds nothing of the festival '{header.Festival}'.");
        return answer;
    }
}

/// <summary>A line every few seconds, on the side.</summary>
internal sealed class SpokenRows<T>(Stopwatch took, Func<T, string> say) : IProgress<T>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private TimeSpan next = Interval;

    public void Report(T value)
    {
        if (took.Elapsed < next)
            return;
        next = took.Elapsed + Interval;
        Console.Error.WriteLine(say(value));
    }
}
