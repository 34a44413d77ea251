using System.Diagnostics;
using Azure.Data.Tables;
using Esik.Hosting;

namespace Esik.Bench.Rivals;

/// <summary>What the storage takes at most of single rows: one insert after the other on each of many connections, with nothing decided.</summary>
public sealed class InsertCeiling(EsikStorage storage)
{
    /// <summary>Rows a second.</summary>
    public async Task<double> MeasureAsync(int rows, int atOnce, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, rows), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop }, async (number, stopOne) =>
            await storage.SlotTransactions.AddEntityAsync(new TableEntity("ceiling", $"s:{number:D8}") { ["Answer"] = "Welcome", ["Places"] = 1, ["Door"] = "hall" }, stopOne));
        return rows / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
