using System.Runtime.InteropServices;

namespace Esik.Bench.Processes;

/// <summary>
/// Ctrl+C and SIGTERM end the program in order: whatever runs is told, and takes its servers and directories with it. What has not
/// ended after the grace time is cut off; children and servers end when this process does, only their directories may stay.
/// </summary>
public sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    private readonly CancellationTokenSource stop = new();
    private readonly List<PosixSignalRegistration> registrations;

    public StopSignals() => registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, Receive))];

    public CancellationToken Token => stop.Token;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stop.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (stop.IsCancellationRequested)
            return;
        // A thread of its own: the pool may be busy with a rush.
        new Thread(CutOff) { IsBackground = true }.Start();
        stop.Cancel();
    }

    private static void CutOff()
    {
        Thread.Sleep(Grace);
        Console.Error.WriteLine("Cut off: something did not end in time.");
        Environment.Exit(1);
    }
}
