using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Esik.Hosting;

namespace Esik.Bench.Faults;

/// <summary>The real program as a process of its own, to be killed. It may also be a site in this process that cannot be (negative controls).</summary>
public interface IFaultSite : IAsyncDisposable
{
    HttpClient Client { get; }

    /// <summary>Ends it at once, as kill -9 does.</summary>
    void Kill();

    /// <summary>Whether it has come to its end.</summary>
    bool IsDead { get; }
}

/// <inheritdoc cref="IFaultSite"/>
public sealed class RealSite : IFaultSite
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private RealSite(Process process, Uri address) => (this.process, Client) = (process, NewClient(address));

    public HttpClient Client { get; }

    /// <summary>Starts the program, and waits until it answers.</summary>
    /// <param name="settings">All that it needs, storage and festival included.</param>
    /// <param name="folder">Its data directory will lie here.</param>
    public static async Task<IFaultSite> StartAsync(IReadOnlyDictionary<string, string?> settings, string folder)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in (string[])[typeof(EsikHost).Assembly.Location, "start", "--data", Path.Combine(folder, "data"), "--port", port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        var complaints = new System.Text.StringBuilder();
        process.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var site = new RealSite(process, new Uri($"http://127.0.0.1:{port}/"));
        try
        {
            var waited = Stopwatch.StartNew();
            while (!await site.AnswersAsync())
            {
                if (process.HasExited || waited.Elapsed > StartTimeout)
                    throw new InvalidOperationException($"The program did not start: {complaints}");
                await Task.Delay(50);
            }
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public void Kill() => process.Kill();

    public bool IsDead => process.HasExited;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    internal static HttpClient NewClient(Uri address) =>
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(40) };

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await Client.GetAsync(new Uri("healthz", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
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
