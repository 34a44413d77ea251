using Esik.Programmes;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>import FILE</c>: makes the stored programme that of the file. May run beside a running start, and again after it broke off.</summary>
public static class ImportCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var arguments = new CommandArguments(typed, ["--data"]);
        if (arguments.Rest is not [var file])
            throw new CommandException("Say which festival file to import: scripts/programme import FILE.", isMisunderstanding: true);
        if (Directory.Exists(file))
            throw new CommandException($"{file} is a directory: name the festival file in it.");
        if (!File.Exists(file))
            throw new CommandException($"There is no festival file {file}.");
        using var data = DataDirectory.OwnOrVisit(Path.GetFullPath(arguments["--data"] ?? StartOptions.DataDefault));
        var settings = new HomeSettings(data);
        var festival = HomeFestival.Choose(data, settings, file);
        if (festival.Served is { } served && served != festival.Id)
            throw new CommandException($"{data.Path} holds the festival '{served}', and {file} is '{festival.Id}': start with --festival {file} to change over, or choose another directory with --data.");
        settings.PlaceAtHome();
        await using var home = await HomeSite.VisitAsync(data, settings, KeyUse.None, stop);
        return Report((await festival.ImportAsync(home, new Spoken(), stop))!);
    }

    private static int Report(ImportResult result)
    {
        foreach (var refusal in result.Refusals)
            Console.Error.WriteLine(refusal.Sentence);
        foreach (var sentence in result.Meanwhile)
            Console.Error.WriteLine(sentence);
        Console.WriteLine(result switch
        {
            { Refusals.Count: > 0 } => "Nothing was imported.",
            { Done.Count: 0, Meanwhile.Count: 0 } => "The stored programme is the file's already.",
            _ => $"Imported: {result.Done.Count} changes.",
        });
        return result.IsComplete ? 0 : 1;
    }

    private sealed class Spoken : IProgress<string>
    {
        public void Report(string value) => Console.WriteLine(value);
    }
}
