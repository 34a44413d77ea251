using System.Net;
using System.Net.Sockets;
using Esik.Backups;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Esik.Hosting.Standalone.Commands;

/// <summary><c>start</c>: a whole Esik over a data directory, until it is asked to stop.</summary>
public static class StartCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> typed, CancellationToken stop)
    {
        var options = StartOptions.Parse(typed);
        using var data = DataDirectory.Own(options.Data);
        data.Delete(HomeLinks.File);
        var port = Task.Run(() => RefuseTakenPort(options), stop);
        var settings = SettingsOf(options, data);
        await RefuseOthersFestivalAsync(options, data, settings, stop);
        var festival = HomeFestival.Choose(data, settings, options.Festival);
        // The emulator takes a second to start; a taken port is told before that.
        if (!settings.HasStorageAccount)
            await port;
        Say(settings.HasStorageAccount
            ? $"Opening the storage account {settings.StorageInWords}…"
            : $"Starting the storage emulator over {data.PathOf("storage")} (for developing and rehearsing; a real festival needs a real storage account, see README.md)…");
        await using var home = await HomeSite.OpenAsync(data, settings, options.Address, KeyUse.Made, stop);
        await port;
        await ImportAsync(festival, home, stop);
        await ServeAsync(home, options, stop);
        // The first guest comes first.
        await home.Get<Traffic>().StandBackAsync(stop);
        await ShowLinksAsync(home, data, options, stop);
        await home.Application.WaitForShutdownAsync(stop);
        data.Delete(HomeLinks.File);
        Say("Stopped. What was stored is there at the next start.");
        return 0;
    }

    // A festival that lies in an account already has its keys somewhere; ones that are made here would serve nobody.
    private static async Task RefuseOthersFestivalAsync(StartOptions options, DataDirectory data, HomeSettings known, CancellationToken stop)
    {
        if (!known.HasStorageAccount || known.LackingKeys.Count == 0)
            return;
        // The look has settings of its own: it makes no keys, and what it chooses must not stay.
        var settings = SettingsOf(options, data);
        HomeFestival.Choose(data, settings, options.Festival);
        await using var look = await HomeSite.OpenAsync(data, settings, HomeSite.Nowhere, KeyUse.None, stop);
        if (!await look.Get<BackupTable>().IsEmptyAsync(stop))
            new HomeSettings(data).RefuseLackingKeys();
    }

    private static HomeSettings SettingsOf(StartOptions options, DataDirectory data)
    {
        var settings = new HomeSettings(data);
        settings["PublicUrl"] = options.PublicUrl ?? settings["PublicUrl"];
        settings.PlaceAtHome(options.Port);
        if (!options.IsLoopback && settings.IsAtHome)
            throw new CommandException("--listen opens this machine to others: say with --public-url under which https address they reach it.");
        settings["DevPages"] = options.IsLoopback ? "true" : "false";
        return settings;
    }

    private static async Task ImportAsync(HomeFestival festival, HomeSite home, CancellationToken stop)
    {
        if (await festival.ImportAsync(home, new Silence(), stop) is not { } result)
        {
            home.GoOnWithEarlyProgramme();
            return;
        }
        if (result.Refusals.Count > 0)
            throw new CommandException("The festival file was not imported:" + string.Concat(result.Refusals.Select(refusal => Environment.NewLine + "  " + refusal.Sentence)));
        Say($"Imported the festival {festival.Id}: {result.Done.Count} changes.");
        foreach (var sentence in result.Meanwhile)
            Say(sentence);
    }

    // Nobody is let in by it: whoever came in that moment would be thrown out again. Kestrel has the last word all the same.
    private static void RefuseTakenPort(StartOptions options)
    {
        try
        {
            using var socket = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(options.Listen, options.Port));
        }
        catch (SocketException refusal)
        {
            throw new CommandException(PortSentence(options, refusal.SocketErrorCode));
        }
    }

    private static async Task ServeAsync(HomeSite home, StartOptions options, CancellationToken stop)
    {
        try
        {
            await home.Application.StartAsync(stop);
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            throw new CommandException(PortSentence(options, SocketError.AddressAlreadyInUse));
        }
    }

    private static string PortSentence(StartOptions options, SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => $"Port {options.Port} is taken by another program: choose another with --port.",
        SocketError.AccessDenied => $"Port {options.Port} is not for ordinary users: choose one above 1023 with --port.",
        SocketError.AddressNotAvailable => $"{options.Listen} is no address of this machine: choose another with --listen.",
        _ => $"{new IPEndPoint(options.Listen, options.Port)} cannot be listened on: {error}.",
    };

    private static async Task ShowLinksAsync(HomeSite home, DataDirectory data, StartOptions options, CancellationToken stop)
    {
        var links = await new HomeLinks(home).CreateAsync(stop);
        data.Write(HomeLinks.File, string.Join('\n', links.Select(link => $"{link.Name} {link.Url}")));
        Say($"Esik is open on {options.Address}. Ctrl+C stops it.");
        foreach (var (name, url) in links)
            Say($"  {name,-10} {url}");
        if (!options.IsLoopback)
            Say("Door and sign-in links are printed on loopback only: organizers sign in by mail, and hand out door links from their desk.");
    }

    private static void Say(string line) => Console.WriteLine(line);

    private sealed class Silence : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
