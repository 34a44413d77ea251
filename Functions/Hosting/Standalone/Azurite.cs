using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;

namespace Esik.Hosting.Standalone;

/// <summary>The official storage emulator as a child process on loopback. It ends when this process ends, however that happens.</summary>
public sealed class Azurite : IAsyncDisposable
{
    // Half a second on an idle machine; a machine that is busy with something else may take a minute.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(15);

    private readonly Process process;
    private readonly (int Blob, int Queue, int Table) ports;

    private Azurite(Process process, (int Blob, int Queue, int Table) ports) => (this.process, this.ports) = (process, ports);

    /// <summary>Where the emulator's npm package lies; <c>scripts/start</c> and <c>scripts/check</c> install it there.</summary>
    public static string PackageDirectory { get; } =
        typeof(Azurite).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "AzuriteDirectory").Value!;

    /// <summary>Starts the emulator over a directory of its own and waits until it answers.</summary>
    /// <param name="directory">Where it keeps its data; made when missing.</param>
    /// <param name="accounts">Account names with their Base64 keys; each is a storage of its own.</param>
    /// <param name="stop"></param>
    /// <param name="more">Further arguments of the emulator's own.</param>
    /// <exception cref="PrerequisiteException">Node or the emulator's package is missing, or it did not start.</exception>
    public static async Task<Azurite> StartAsync(string directory, IReadOnlyDictionary<string, string> accounts, CancellationToken stop, IReadOnlyList<string>? more = null)
    {
        if (!Directory.Exists(Path.Combine(PackageDirectory, "node_modules", "azurite")))
            throw new PrerequisiteException($"The storage emulator is not installed: run `npm ci --prefix {Path.GetRelativePath(Environment.CurrentDirectory, PackageDirectory)}`.");
        Directory.CreateDirectory(directory);
        var ports = FreePorts();
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var argument in Arguments(directory, ports).Concat(more ?? []))
            start.ArgumentList.Add(argument);
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account.Key}:{account.Value}"));
        var azurite = new Azurite(Launch(start), ports);
        try
        {
            await azurite.WaitUntilReadyAsync(stop);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of one of the accounts.</summary>
    public string ConnectionString(string account, string key) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
        + $"BlobEndpoint=http://127.0.0.1:{ports.Blob}/{account};QueueEndpoint=http://127.0.0.1:{ports.Queue}/{account};TableEndpoint=http://127.0.0.1:{ports.Table}/{account};";

    /// <summary>Lets the emulator save what it holds, then ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTimeout);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static IEnumerable<string> Arguments(string directory, (int Blob, int Queue, int Table) ports) =>
    [
        Path.Combine(PackageDirectory, "run.cjs"),
        "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", directory,
        "--blobHost", "127.0.0.1", "--blobPort", $"{ports.Blob}",
        "--queueHost", "127.0.0.1", "--queuePort", $"{ports.Queue}",
        "--tableHost", "127.0.0.1", "--tablePort", $"{ports.Table}",
    ];

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            var process = Process.Start(start)!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PrerequisiteException("Node.js is missing: install Node 20 or later (Debian: apt-get install nodejs npm).");
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        var waited = Stopwatch.StartNew();
        while (!await IsOpenAsync(ports.Table, stop) || !await IsOpenAsync(ports.Queue, stop))
        {
            if (process.HasExited)
                throw new PrerequisiteException("The storage emulator ended at its start: " + (await process.StandardError.ReadToEndAsync(stop)).Trim());
            if (waited.Elapsed > StartTimeout)
                throw new PrerequisiteException($"The storage emulator did not answer within {StartTimeout.TotalSeconds:0} seconds.");
            await Task.Delay(50, stop);
        }
        // From here on nobody reads what it complains of, and a full pipe would stop it.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    private static async Task<bool> IsOpenAsync(int port, CancellationToken stop)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static (int Blob, int Queue, int Table) FreePorts()
    {
        TcpListener[] listeners = [new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0), new(IPAddress.Loopback, 0)];
        foreach (var listener in listeners)
            listener.Start();
        var ports = Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        foreach (var listener in listeners)
            listener.Dispose();
        return (ports[0], ports[1], ports[2]);
    }
}

/// <summary>Something that the machine lacks. The message says what, and what to do.</summary>
public sealed class PrerequisiteException(string message) : Exception(message);
