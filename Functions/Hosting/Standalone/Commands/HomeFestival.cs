using Esik.Backups;
using Esik.Programmes;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>Which festival a data directory serves, and the programme that start imports for it, if any.</summary>
public sealed class HomeFestival
{
    private const string IdFile = "festival";
    private const string UnfinishedFile = "import.unfinished";

    private readonly DataDirectory data;
    private readonly Programme? given;

    private HomeFestival(DataDirectory data, Programme? given, string id) => (this.data, this.given, Id) = (data, given, id);

    public string Id { get; }

    /// <summary>The festival that this directory has served until now, or null.</summary>
    public string? Served => ServedIn(data);

    public static string? ServedIn(DataDirectory data) => data.Read(IdFile);

    /// <summary>From now on this directory serves this festival.</summary>
    public static void Serve(DataDirectory data, string festival) => data.Write(IdFile, festival);

    /// <summary>The festival of the file that was given; else the one that settings name, or that was served here last; else the sample. Sets <c>FestivalId</c>.</summary>
    /// <exception cref="CommandException">The file has mistakes, all of which are listed, or is another festival's than the settings say.</exception>
    public static HomeFestival Choose(DataDirectory data, HomeSettings settings, string? file)
    {
        var given = file is null ? null : Read(BytesOf(file), file);
        var id = given?.Festival.Id ?? settings["FestivalId"] ?? data.Read(IdFile) ?? Sample().Festival.Id;
        if (settings["FestivalId"] is { } named && named != id)
            throw new CommandException($"{file} is the festival '{id}', but the setting FestivalId says '{named}'.");
        settings["FestivalId"] = id;
        return new HomeFestival(data, given, id);
    }

    /// <summary>Imports the file that was given, or the sample if nothing is stored or its import broke off. Null when there was nothing to import.</summary>
    /// <exception cref="CommandException">There is nothing to serve.</exception>
    public async Task<ImportResult?> ImportAsync(HomeSite home, IProgress<string> report, CancellationToken stop)
    {
        var mark = home.Get<BackupTable>().MarkAsync(stop);
        var missing = given ?? await MissingAsync(home, stop);
        if (await mark is not null)
            throw new CommandException("A restore into this storage broke off: complete it with scripts/restore first.");
        ImportResult? result = null;
        if (missing is { } programme)
        {
            data.Write(UnfinishedFile, Id);
            result = await home.Get<ProgrammeImport>().RunAsync(programme, report, stop);
            data.Delete(UnfinishedFile);
        }
        Serve(data, Id);
        return result;
    }

    private async Task<Programme?> MissingAsync(HomeSite home, CancellationToken stop)
    {
        // The sample is read only where it may be needed: reading it with all its rules takes longer than the rest of a start.
        if (data.Read(UnfinishedFile) != Id && await home.Get<ProgrammeTable>().IsThereAsync(stop))
            return null;
        var sample = Sample();
        if (sample.Festival.Id == Id)
            return sample;
        return await home.Get<ProgrammeTable>().IsThereAsync(stop) ? null : throw new CommandException($"The storage has no programme of the festival '{Id}': name its file with --festival.");
    }

    private static byte[] BytesOf(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The festival file {file} cannot be read: {unreadable.Message}");
        }
    }

    private static Programme Sample() => Read(SampleProgramme.Json, "The sample");

    private static Programme Read(ReadOnlyMemory<byte> json, string name)
    {
        var reading = ProgrammeFile.Read(json);
        return reading.Programme ?? throw new CommandException(
            $"{name} is no good festival file:" + string.Concat(reading.Mistakes.Select(mistake => $"{Environment.NewLine}{name}:{mistake}")));
    }
}
