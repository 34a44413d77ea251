using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Esik.Hosting.Tests;

/// <summary><c>scripts/start</c> as a person runs it, with the build that the tests have. Whatever a test forgets is killed with it.</summary>
public sealed class RunningStart : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process process;
    private readonly Task<string> printed;
    private readonly Task<string> complaint;

    private RunningStart(Process process)
    {
        this.process = process;
        printed = process.StandardOutput.ReadToEndAsync();
        complaint = process.StandardError.ReadToEndAsync();
    }

    public static RunningStart Run(params string[] arguments) => RunIn([], arguments);

    public static RunningStart RunIn(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.PathOf("scripts/start"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var setting in EsikSettings.Names)
            start.Environment.Remove(setting);
        start.Environment["ESIK_PROGRAM"] = typeof(EsikHost).Assembly.Location;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new RunningStart(Process.Start(start)!);
    }

    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until it serves, and gives its links by their names.</summary>
    public async Task<Dictionary<string, string>> LinksAsync(string data)
    {
        var file = Path.Combine(data, "links.txt");
        var waited = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            Assert.False(process.HasExited, process.HasExited ? await printed + await complaint : "");
            Assert.True(waited.Elapsed < Patience, "start has printed no links in time.");
            await Task.Delay(50);
        }
        return File.ReadAllLines(file).Select(line => line.Split(' ', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }

    /// <summary>Waits for its end: the exit code and what it complained about.</summary>
    public async Task<(int Code, string Complaint)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, (await complaint).Trim());
    }

    /// <summary>Signals the script's own process alone, and says how it ended and which of its descendants still run.</summary>
    public async Task<string> SignalAsync(string signal)
    {
        var descendants = Descendants(process.Id);
        Assert.NotEmpty(descendants);
        Tool.Run("kill", $"-{signal}", $"{process.Id}");
        var (code, _) = await EndAsync();
        return $"exit code {code}, left running: {string.Join(' ', descendants.Where(IsAlive))}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static List<int> Descendants(int parent)
    {
        var children = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture)).Where(child => ParentOf(child) == parent).ToList();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    // "pid (name) state parent …"; the name may hold anything but its last parenthesis ends it. A zombie has ended.
    private static string[] StatusOf(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return ["X", "0"];
        }
    }

    private static int ParentOf(int id) => int.Parse(StatusOf(id)[1], System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsAlive(int id) => StatusOf(id)[0] is not ("X" or "Z");
}
