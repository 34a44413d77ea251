using System.Globalization;
using System.Net;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>What <c>start</c> was asked for.</summary>
/// <param name="Data">Where everything that is written lies; absolute.</param>
/// <param name="Festival">A festival file; null for the sample.</param>
/// <param name="PublicUrl">Where guests reach the site; null for this machine alone.</param>
/// <param name="Listen">An address of this machine; loopback unless said otherwise.</param>
public sealed record StartOptions(int Port, string Data, string? Festival, string? PublicUrl, IPAddress Listen)
{
    public const int PortDefault = 7071;
    public const string DataDefault = ".local";

    private static readonly string[] Names = ["--port", "--data", "--festival", "--public-url", "--listen"];

    public bool IsLoopback => IPAddress.IsLoopback(Listen);

    /// <summary>What Kestrel binds to. As localhost it takes both loopback addresses, whichever of them a browser tries.</summary>
    public string Address => IsLoopback && Listen.Equals(IPAddress.Loopback) ? $"http://localhost:{Port}" : $"http://{new IPEndPoint(Listen, Port)}";

    /// <exception cref="CommandException">What was typed makes no sense.</exception>
    public static StartOptions Parse(IReadOnlyList<string> typed)
    {
        var arguments = new CommandArguments(typed, Names);
        if (arguments.Rest.Count > 0)
            throw new CommandException($"start takes options only, not '{arguments.Rest[0]}'.", isMisunderstanding: true);
        var options = new StartOptions(
            PortOf(arguments["--port"]),
            Path.GetFullPath(arguments["--data"] ?? DataDefault),
            arguments["--festival"] is { } festival ? Path.GetFullPath(festival) : null,
            arguments["--public-url"],
            ListenOf(arguments["--listen"]));
        if (options.Festival is not null && !File.Exists(options.Festival))
            throw new CommandException($"There is no festival file {options.Festival}.");
        return options;
    }

    private static int PortOf(string? typed)
    {
        if (typed is null)
            return PortDefault;
        return int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new CommandException($"--port must be 1 to 65535, not '{typed}'.", isMisunderstanding: true);
    }

    private static IPAddress ListenOf(string? typed)
    {
        if (typed is null or "localhost")
            return IPAddress.Loopback;
        return IPAddress.TryParse(typed, out var address) ? address : throw new CommandException($"--listen must be an address such as 127.0.0.1 or 0.0.0.0, not '{typed}'.", isMisunderstanding: true);
    }
}
