namespace Esik.Bench.Reports;

/// <summary>What storage requests cost.</summary>
public static class Prices
{
    /// <summary>
    /// US dollars for ten thousand requests: Azure Queue Storage, general purpose v2, locally redundant, class 1 and class 2 alike, list
    /// price (azure.microsoft.com/pricing/details/storage/queues). Table Storage costs a tenth of it ($0.00036,
    /// azure.microsoft.com/pricing/details/storage/tables), so counting every request at this price is an upper limit.
    /// </summary>
    public const double DollarsPerTenThousandRequests = 0.004;

    /// <summary>When and from where the price was taken.</summary>
    public const string Source = "list price of Azure Queue Storage, general purpose v2, LRS, as quoted in infracost's price fixtures (2025); Table Storage $0.00036 (2026-07)";

    public static double Of(double requests) => requests / 10_000 * DollarsPerTenThousandRequests;
}
