using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Esik.Bench.Faults;
using Esik.Bench.Festivals;
using Esik.Bench.Parts;
using Esik.Bench.Processes;
using Esik.Bench.Reports;
using Esik.Hosting.Standalone;

namespace Esik.Bench;

/// <summary>The program behind <c>scripts/bench</c>. Exit code 0: measured, whatever was found; 1: not done; 2: not understood.</summary>
public static class BenchProgram
{
    private static readonly Dictionary<Chapter, (string Name, Func<BenchRun, CancellationToken, Task> RunAsync)[]> Parts = new()
    {
        [Chapter.Rush] =
        [
            ("engine", (bench, stop) => new EnginePart(bench).RunAsync(stop)),
            ("writers", (bench, stop) => new WritersPart(bench).RunAsync(stop)),
            ("http", (bench, stop) => new HttpPart(bench).RunAsync(stop)),
            ("requests", (bench, stop) => new RequestsPart(bench).RunAsync(stop)),
        ],
        [Chapter.Door] =
        [
            ("scans", (bench, stop) => new DoorPart(bench).RunAsync(stop)),
            ("pages", (bench, stop) => new DoorPagePart(bench).RunAsync(stop)),
        ],
        [Chapter.Cold] = [("cold", (bench, stop) => new ColdPart(bench).RunAsync(stop))],
    };

    // What this program does in its own child processes; see ChildProcess.
    private static readonly Dictionary<string, Func<Task<int>>> Children = new()
    {
        [SiteProcess.Verb] = SiteProcess.RunAsync,
        [RivalProcess.Verb] = RivalProcess.RunAsync,
        [LoadProcess.Verb] = LoadProcess.RunAsync,
        [WritersProcess.Verb] = WritersProcess.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [var verb] && Children.TryGetValue(verb, out var child))
            return await AsChildAsync(child);
        using var signals = new StopSignals();
        return await UntilStoppedAsync(() => RunAsync(args, signals.Token), signals.Token);
    }

    private static async Task<int> RunAsync(string[] args, CancellationToken stop)
    {
        if (args.Contains(Chapter.Faults.Option))
            return await FaultProgram.RunAsync([.. args.Where(option => option != Chapter.Faults.Option)], stop);
        if (args is ["--fill", var directory, var registrations] && int.TryParse(registrations, out var count))
            return await FillProgram.RunAsync(directory, count, stop);
        var chapter = Chapter.All.FirstOrDefault(chapter => args.Contains(chapter.Option)) ?? Chapter.Rush;
        var (options, mistake) = BenchOptions.Parse([.. args.Where(option => option != chapter.Option)], [.. Parts[chapter].Select(part => part.Name)]);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(mistake);
            return 2;
        }
        await MeasureAsync(chapter, options, stop);
        return 0;
    }

    private static async Task<int> UntilStoppedAsync(Func<Task<int>> runAsync, CancellationToken stop)
    {
        try
        {
            return await runAsync();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped; nothing was written.");
            return 1;
        }
        catch (PrerequisiteException lacking)
        {
            await Console.Error.WriteLineAsync(lacking.Message);
            return 1;
        }
#pragma warning disable CA1031 // The end of the program: whatever it was, it is shown whole, and the exit code says so.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(failure.ToString());
            return 1;
        }
    }

    // Ctrl+C reaches every process of a terminal at once; a child ends when its parent has no more for it.
    private static async Task<int> AsChildAsync(Func<Task<int>> child)
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        return await child();
    }

    private static async Task MeasureAsync(Chapter chapter, BenchOptions options, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var machine = Machine.Here(options.Depth.Name);
        var bench = new BenchRun(options.Depth, new Findings(), step => Console.Error.WriteLine($"[{clock.Elapsed:mm\\:ss}] {step}"));
        foreach (var (name, runAsync) in Parts[chapter])
        {
            stop.ThrowIfCancellationRequested();
            if (options.Only.Count == 0 || options.Only.Contains(name))
                await runAsync(bench, stop);
        }
        bench.Findings.Note($"The whole run took {clock.Elapsed.TotalMinutes:0.0} minutes.");
        var report = ReportText.Of(chapter, bench.Findings, machine);
        Console.Write(report.TrimStart('\n'));
        if (options.JsonFile is { } file)
            await File.WriteAllTextAsync(file, ReportJson.Of(bench.Findings, machine), stop);
        if (options.Write)
            await WriteAsync(chapter, report, stop);
    }

    /// <summary>Puts a report into docs/benchmarks.md, in the place of the one that its chapter had.</summary>
    internal static async Task WriteAsync(Chapter chapter, string report, CancellationToken stop) =>
        await File.WriteAllTextAsync(Document, chapter.Replace(await File.ReadAllTextAsync(Document, stop), report), stop);

    private static string Document => Path.Combine(Repository, "docs", "benchmarks.md");

    /// <summary>Where the sources lie that this program was built from.</summary>
    internal static string Repository { get; } = Path.GetFullPath(
        typeof(BenchProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryDirectory").Value!);
}
