using System.Globalization;
using System.Runtime.InteropServices;

namespace Esik.Bench.Reports;

/// <summary>Where and when a report was made.</summary>
/// <param name="LoadBefore">How many programs wanted a core in the minute before the run: above a few tenths, somebody else was at work.</param>
public sealed record Machine(DateTimeOffset At, int Cores, string Processor, string OperatingSystem, string Runtime, double LoadBefore, string Depth)
{
    public static Machine Here(string depth) => new(
        TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, ProcessorName(), RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Load(), depth);

    private static string ProcessorName() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static double Load() =>
        File.Exists("/proc/loadavg") && double.TryParse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture, out var load) ? load : 0;
}
