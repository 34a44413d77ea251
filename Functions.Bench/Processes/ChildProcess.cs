using System.Diagnostics;
using System.Text.Json;

namespace Esik.Bench.Processes;

/// <summary>
/// Another process of this program. It is told what to do line by line, by words or tasks in JSON, and answers line by line. It ends
/// when its standard input ends, so it never outlives this process.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly string verb;

    private ChildProcess(Process process, string verb) => (this.process, this.verb) = (process, verb);

    public static ChildProcess Start(string verb)
    {
        // The program may have been started by its own executable or by dotnet.
        var host = Environment.ProcessPath!;
        string[] arguments = Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(ChildProcess).Assembly.Location, verb] : [verb];
        var start = new ProcessStartInfo(host, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        return new ChildProcess(Process.Start(start)!, verb);
    }

    /// <summary>Gives it a task, and hears the answer.</summary>
    public Task<T> DoAsync<T>(object task, CancellationToken stop) => AskAsync<T>(JsonSerializer.Serialize(task, task.GetType()), stop);

    /// <summary>Says a word and hears the answer.</summary>
    public async Task<T> AskAsync<T>(string word, CancellationToken stop)
    {
        await process.StandardInput.WriteLineAsync(word.AsMemory(), stop);
        await process.StandardInput.FlushAsync(stop);
        var line = await process.StandardOutput.ReadLineAsync(stop) ?? throw new InvalidOperationException($"The process for '{verb}' ended too early; standard error tells why.");
        return JsonSerializer.Deserialize<T>(line)!;
    }

    /// <summary>Ends it at once, whatever it still wanted to do.</summary>
    public void Kill()
    {
        if (!process.HasExited)
            process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.StandardInput.Close();
            using var patience = new CancellationTokenSource(StopTimeout);
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!process.HasExited)
                process.Kill();
        }
        process.Dispose();
    }
}
