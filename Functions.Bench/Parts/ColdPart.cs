using System.IO.Compression;
using Esik.Bench.Colds;
using Esik.Bench.Festivals;

namespace Esik.Bench.Parts;

/// <summary>From the start of a process to its first answered page, beside an empty ASP.NET Core application: by turns, compiled at run time and ahead.</summary>
public sealed class ColdPart(BenchRun bench)
{
    private const string Table = "From the start of a process to its first page, s";
    private const int Repetitions = 9;
    private const int RepetitionsOfTrial = 2;

    private static readonly (string Name, bool IsAhead)[] Ways = [("jit", false), ("r2r", true)];

    public async Task RunAsync(CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("esik-bench-cold-").FullName;
        try
        {
            await RunAsync(folder, stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunAsync(string folder, CancellationToken stop)
    {
        var programs = new List<(string Way, ColdProgram Esik, ColdProgram Empty)>();
        await using var storage = await BenchStorage.StartAsync(stop);
        foreach (var (name, isAhead) in Ways)
        {
            bench.Say($"cold start: publishing ({name})");
            var esik = await Publishing.EsikAsync(Path.Combine(folder, name), isAhead, stop);
            var empty = await Publishing.EmptyAsync(Path.Combine(folder, "empty-" + name), isAhead, stop);
            programs.Add((name, ColdProgram.Esik(esik, Path.Combine(folder, "data"), storage.Connection), ColdProgram.Empty(empty)));
        }
        // Once before it counts: the first imports the sample, and files come from the disk.
        foreach (var (_, esik, empty) in programs)
        {
            await esik.FirstPageAsync(stop);
            await empty.FirstPageAsync(stop);
        }
        for (var repetition = 1; repetition <= (bench.Depth == Depth.Trial ? RepetitionsOfTrial : Repetitions); repetition++)
        {
            bench.Say($"cold start: repetition {repetition}");
            foreach (var (way, esik, empty) in programs)
                Show(way, await esik.FirstPageAsync(stop), await empty.FirstPageAsync(stop));
        }
        ShowPackage(Path.Combine(folder, "r2r"), Path.Combine(folder, "package.zip"));
        bench.Findings.Note("Cold start: `start` over a storage that holds the sample festival, until GET /ru is answered; the empty application is the template's (`dotnet new web`), until GET / is. "
            + "Published alike, for linux-x64 and with the runtime left out (jit), and compiled ahead besides (r2r). All four by turns; the ratio is that of the two in one turn.");
    }

    private void Show(string way, TimeSpan esik, TimeSpan empty)
    {
        bench.Findings.Add($"cold.{way}_vs_empty", esik / empty);
        bench.Findings.Row(Table, $"Esik, {way}", ("s", esik.TotalSeconds));
        bench.Findings.Row(Table, $"empty application, {way}", ("s", empty.TotalSeconds));
    }

    private void ShowPackage(string published, string package)
    {
        ZipFile.CreateFromDirectory(published, package);
        bench.Findings.Add("cold.package_mb", new FileInfo(package).Length / 1e6);
    }
}
