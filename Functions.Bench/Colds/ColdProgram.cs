using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Esik.Hosting;

namespace Esik.Bench.Colds;

/// <summary>A published program that is started anew each time.</summary>
/// <param name="arguments">Of the port to listen on.</param>
public sealed class ColdProgram(string file, string page, Func<int, string[]> arguments, IReadOnlyDictionary<string, string> settings)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static ColdProgram Esik(string folder, string data, string connection) => new(
        Path.Combine(folder, "Esik.Functions"), "ru", port => ["start", "--port", $"{port}", "--data", data], new Dictionary<string, string> { ["AzureWebJobsStorage"] = connection });

    public static ColdProgram Empty(string folder) => new(Path.Combine(folder, "Empty"), "", port => ["--urls", $"http://127.0.0.1:{port}"], new Dictionary<string, string>());

    /// <summary>How long from the start of the process until the page was there, whole. Ends the process.</summary>
    public async Task<TimeSpan> FirstPageAsync(CancellationToken stop)
    {
        var port = FreePort();
        // In its own folder: the template's application watches all folders below the one in which it is started, and many would make it slow.
        var start = new ProcessStartInfo(file, arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(file) };
        foreach (var name in EsikSettings.Names)
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        var took = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var complaint = process.StandardError.ReadToEndAsync(stop);
        try
        {
            while (!await IsAnsweredAsync(client, stop))
            {
                if (process.HasExited)
                    throw new InvalidOperationException($"{file} ended before its first page: {await complaint}");
                if (took.Elapsed > Patience)
                    throw new TimeoutException($"{file} answered no page.");
                await Task.Delay(Pause, stop);
            }
            return took.Elapsed;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private async Task<bool> IsAnsweredAsync(HttpClient client, CancellationToken stop)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or SocketException)
        {
            // Nobody listens yet.
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
