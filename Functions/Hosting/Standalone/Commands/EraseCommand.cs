using Esik.Backups;
using Esik.Mails;
using Esik.Registrations;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>erase FESTIVAL</c>: takes the guests' personal data out of the storage for good, and the mails out of the mail folder.</summary>
public static class EraseCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var arguments = new CommandArguments(typed, ["--data"], ["--yes"]);
        if (arguments.Rest is not [var id])
            throw new CommandException("Say which festival's guests to erase: scripts/erase FESTIVAL.", isMisunderstanding: true);
        using var data = DataDirectory.OwnOrVisit(Path.GetFullPath(arguments["--data"] ?? StartOptions.DataDefault));
        var settings = new HomeSettings(data);
        var festival = HomeFestival.Choose(data, settings, file: null);
        if (festival.Id != id)
            throw new CommandException($"{data.Path} holds the festival '{festival.Id}', not '{id}'.");
        if (!arguments.Has("--yes") && !await ConfirmedAsync(id, stop))
            throw new CommandException("Nothing was erased.");
        settings.PlaceAtHome();
        await using var home = await HomeSite.VisitAsync(data, settings, KeyUse.None, stop);
        // An erasure leaves rows behind. Where there are none at all, the guests' data is somewhere else, and stays there.
        if (await home.Get<BackupTable>().IsEmptyAsync(stop))
        {
            var alone = EraseMails(home.Get<MailSettings>());
            throw new CommandException($"{(alone == 0 ? "Nothing was erased" : $"Erased: {alone} mails, and nothing else")}: the storage holds nothing of the festival '{id}'. If it lies in another one, name that in the settings.");
        }
        var erased = await home.Get<Erasure>().RunAsync(new Spoken(), stop);
        var mails = EraseMails(home.Get<MailSettings>());
        Console.WriteLine($"Erased: {erased} registrations, {mails} mails. Counts and withdrawn ids were kept.");
        return 0;
    }

    private static async Task<bool> ConfirmedAsync(string id, CancellationToken stop)
    {
        Console.WriteLine($"This erases the names, addresses and codes of all guests of '{id}' for good. Their ticket pages close.");
        Console.Write($"Type {id} to go on: ");
        return (await Task.Run(Console.ReadLine, stop).WaitAsync(stop))?.Trim() == id;
    }

    // Only what the folder mailer wrote: it knows the festival's mails no better than by their kind of file.
    private static int EraseMails(MailSettings settings)
    {
        if (settings.Mailer != MailerKind.Folder || !Directory.Exists(settings.MailFolder))
            return 0;
        var mails = Directory.GetFiles(settings.MailFolder, "*.eml");
        foreach (var mail in mails)
            File.Delete(mail);
        return mails.Length;
    }

    private sealed class Spoken : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
