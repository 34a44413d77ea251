using System.Runtime.InteropServices;
using Azure;
using Azure.Identity;
using Esik.Hosting.Standalone;
using Esik.Hosting.Standalone.Commands;
using Esik.Slots;

namespace Esik.Hosting;

/// <summary>
/// The Standalone program: a command and its arguments. Exit code 0: done; 1: not done, and one sentence says why; 2: not understood;
/// 129, 130, 143: a signal ended it before it was done. Only <c>start</c> is done when it is signalled.
/// </summary>
public static class EsikHost
{
    private const string Start = "start";

    // What a shell reports of a program that a signal ended.
    private static readonly Dictionary<PosixSignal, int> Codes = new() { [PosixSignal.SIGHUP] = 129, [PosixSignal.SIGINT] = 130, [PosixSignal.SIGTERM] = 143 };

    private static readonly Dictionary<string, Func<IReadOnlyList<string>, CancellationToken, Task<int>>> Commands = new()
    {
        [Start] = StartCommand.RunAsync,
        ["import"] = ImportCommand.RunAsync,
        ["erase"] = EraseCommand.RunAsync,
        ["audit"] = AuditCommand.RunAsync,
        ["backup"] = BackupCommand.RunAsync,
        ["restore"] = RestoreCommand.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not [var name, .. var rest] || !Commands.TryGetValue(name, out var command))
        {
            await Console.Error.WriteLineAsync($"Say what to do: {string.Join(", ", Commands.Keys)}.");
            return 2;
        }
        var signalled = 0;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            return await command(rest, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (name == Start)
                return 0;
            await Console.Error.WriteLineAsync($"{name} was stopped before it was done.");
            return signalled;
        }
        catch (Exception refusal) when (refusal is CommandException or PrerequisiteException or SettingsException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return refusal is CommandException { IsMisunderstanding: true } ? 2 : 1;
        }
#pragma warning disable CA1031 // The end of the program: whatever it was, it is shown whole, and the exit code says so.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(failure switch
            {
                AuthenticationFailedException => $"The storage account cannot be opened, since no identity gave a token (AzureWebJobsStorage__credential, AzureWebJobsStorage__clientId; or sign in with az login): {failure.Message}",
                BusyException or RequestFailedException or AggregateException { InnerException: RequestFailedException } => $"The storage did not do as asked: {failure.Message}",
                _ => failure.ToString(),
            });
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            signalled = Codes[signal.Signal];
            stop.Cancel();
        }
    }
}
