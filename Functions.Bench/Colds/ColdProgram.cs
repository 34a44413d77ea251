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
        var took = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var complaint = process.StandardError.ReadToEndAsync(stop);
        // One request, whose connection is tried until somebody takes it: an exception for each try would keep the machine busy meanwhile.
        using var connecting = new SocketsHttpHandler
        {
            ConnectCallback = async (_, tries) => new NetworkStream(await ConnectAsync(port, process, tries), ownsSocket: true),
        };
        using var client = new HttpClient(connecting) { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
        try
        {
            await client.GetStringAsync(new Uri(page, UriKind.Relative), stop);
            return took.Elapsed;
        }
        catch (HttpRequestException) when (process.HasExited)
        {
            throw new InvalidOperationException($"{file} ended before its first page: {await complaint}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<Socket> ConnectAsync(int port, Process process, CancellationToken stop)
    {
        while (true)
        {
            if (process.HasExited)
                throw new HttpRequestException("Nobody is there to connect to.");
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (await TryConnectAsync(socket, port) == SocketError.Success)
                return socket;
            socket.Dispose();
            await Task.Delay(Pause, stop);
        }
    }

    private static async Task<SocketError> TryConnectAsync(Socket socket, int port)
    {
        var done = new TaskCompletionSource<SocketError>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        attempt.Completed += (_, tried) => done.SetResult(tried.SocketError);
        return socket.ConnectAsync(attempt) ? await done.Task : attempt.SocketError;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
