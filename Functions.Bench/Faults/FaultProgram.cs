using System.Globalization;
using Esik.Bench.Reports;

namespace Esik.Bench.Faults;

/// <summary><c>--faults</c>: many runs with different seeds, a line for each and one for all. Exit code 0 when all of them were good.</summary>
public static class FaultProgram
{
    private const string WriteOption = "--write";
    private const int RunsDefault = 40;
    private const int SeedDefault = 1;
    private const int DrainsAtOnceMax = 8;

    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var writes = typed.Contains(WriteOption);
        if (Parse([.. typed.Where(option => option != WriteOption)]) is not var (runs, seed))
        {
            await Console.Error.WriteLineAsync("--faults takes --runs N and --seed N, each a whole number from 1 on, and --write.");
            return 2;
        }
        var machine = Machine.Here($"{runs} runs, seeds {seed} to {seed + runs - 1}");
        await using var storage = await FaultStorage.StartAsync(runs, stop);
        var results = new List<FaultResult>();
        var mistakes = new List<int>();
        var undelivered = new List<int>();
        for (var run = 0; run < runs; run++)
        {
            var result = await FaultRun.RunAsync(storage.Connection(run), new FaultPlan(seed + run), stop);
            Console.WriteLine($"{run + 1,3} {result}");
            foreach (var mistake in result.Mistakes)
                Console.WriteLine($"      {mistake}");
            results.Add(result);
            mistakes.Add(result.Mistakes.Count);
            if (result.Audit.MailsPending > 0)
                undelivered.Add(run);
        }
        if (undelivered.Count > 0)
            Console.WriteLine($"{undelivered.Count} runs ended with mails that dead processes had in hand: waiting until they go…");
        foreach (var some in undelivered.Chunk(DrainsAtOnceMax))
        {
            var left = await Task.WhenAll(some.Select(run => FaultRun.DrainAsync(storage.Connection(run), stop)));
            foreach (var (run, mails) in some.Zip(left).Where(pair => pair.Second > 0))
            {
                Console.WriteLine($"{run + 1,3} seed {seed + run}: {mails} mails never went.");
                mistakes[run]++;
            }
        }
        var good = mistakes.Count(count => count == 0);
        var totals = FaultTotals.Of(results, good);
        Console.WriteLine(totals);
        if (writes)
            await BenchProgram.WriteAsync(Chapter.Faults, ReportText.Of(Chapter.Faults, totals.AsFindings(), machine), stop);
        return good == runs ? 0 : 1;
    }

    private static (int Runs, int Seed)? Parse(IReadOnlyList<string> typed)
    {
        var (runs, seed) = (RunsDefault, SeedDefault);
        for (var place = 0; place < typed.Count; place += 2)
        {
            if (place + 1 == typed.Count || !int.TryParse(typed[place + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1)
                return null;
            if (typed[place] == "--runs")
                runs = value;
            else if (typed[place] == "--seed")
                seed = value;
            else
                return null;
        }
        return (runs, seed);
    }
}
