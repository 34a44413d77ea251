using System.Diagnostics;
using Esik.Backups;
using Esik.Tickets;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>restore FILE</c>: puts a backup into a storage that holds nothing of its festival. The file is read whole before anything is written.</summary>
public static class RestoreCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var arguments = new CommandArguments(typed, ["--data"], ["--other-keys"]);
        if (arguments.Rest is not [var name])
            throw new CommandException("Say from which file: scripts/restore FILE.", isMisunderstanding: true);
        var took = Stopwatch.StartNew();
        var contents = await CheckAsync(name, stop);
        var festival = contents.Header.Festival;
        using var data = DataDirectory.OwnOrVisit(Path.GetFullPath(arguments["--data"] ?? StartOptions.DataDefault));
        var settings = new HomeSettings(data);
        if ((settings["FestivalId"] ?? HomeFestival.ServedIn(data)) is { } other && other != festival)
            throw new CommandException($"{name} is of the festival '{festival}', and {(settings["FestivalId"] is null ? data.Path : "the setting FestivalId")} says '{other}'.");
        settings["FestivalId"] = festival;
        settings.Adopt(contents.Header.Keys);
        if (!arguments.Has("--other-keys"))
            RefuseOtherKeys(contents.Header.Marks, settings);
        settings.PlaceAtHome();
        await using var home = await HomeSite.VisitAsync(data, settings, KeyUse.None, stop);
        var answer = await WriteAsync(home, name, contents, took, stop);
        HomeFestival.Serve(data, festival);
        Console.WriteLine($"{festival} as of {contents.Header.At:yyyy-MM-dd HH:mm} UTC: {answer.Rows} rows restored after {took.Elapsed.TotalSeconds:0.0} s; {answer.Intents} outboxes are looked at again for mails and offers.");
        Console.WriteLine("Look it over with scripts/audit before guests do.");
        return 0;
    }

    private static async Task<BackupContents> CheckAsync(string name, CancellationToken stop)
    {
        try
        {
            await using var file = File.OpenRead(name);
            return await BackupContents.ReadAsync(file, stop);
        }
        catch (InvalidDataException damaged)
        {
            throw new CommandException($"{name} cannot be restored from, and nothing was changed. {damaged.Message}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{name} cannot be read: {unreadable.Message}");
        }
    }

    private static void RefuseOtherKeys(KeyMarks marks, HomeSettings settings)
    {
        var tickets = new TicketSettings { GuestKey = settings.KeyOf("GuestKey") ?? "", TicketSigningKey = settings.KeyOf("TicketSigningKey") ?? "", TicketPublicKeys = settings.KeyOf("TicketPublicKeys") ?? "" };
        tickets.TicketSigningKeyId = settings.KeyOf("TicketSigningKeyId") ?? tickets.TicketSigningKeyId;
        var missing = marks.Missing(settings.KeyOf("FestivalSecret"), tickets).ToList();
        if (missing.Count > 0)
        {
            throw new CommandException(
                $"Nothing was changed: the keys of then, or their numbers, are not here ({string.Join(", ", missing)}), and without them old tickets, links and phones do not work. "
                + "Put them into the settings, or the keys directory of then into the data directory; or say --other-keys to do without.");
        }
    }

    private static async Task<RestoreAnswer> WriteAsync(HomeSite home, string name, BackupContents contents, Stopwatch took, CancellationToken stop)
    {
        try
        {
            var answer = await home.Get<Restore>().RunAsync(
                () => File.OpenRead(name), contents, new SpokenRows<RestoreAnswer>(took, now => $"{now.Rows} of {contents.Rows} rows …"), stop);
            return answer.Outcome switch
            {
                RestoreOutcome.Restored => answer,
                RestoreOutcome.NotEmpty => throw new CommandException($"Nothing was changed: the storage holds the festival '{contents.Header.Festival}' already. Restore into an empty one, with another --data or another account."),
                RestoreOutcome.OtherFile => throw new CommandException("Nothing was changed: a restore of another file broke off in this storage. Complete that one first, or take an empty storage."),
            };
        }
        catch (Exception broken) when (broken is not CommandException)
        {
            await Console.Error.WriteLineAsync("The restore broke off. Nobody is served what is there so far; the same command again completes it.");
            throw;
        }
    }
}
