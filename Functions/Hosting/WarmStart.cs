using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>
/// What the first guest of an instance would wait for, done beside the start instead of before it: a token and a connection for tables
/// and for queues, the first page with the programme, the keys, and whatever tables and queues are not there yet. A start waits for none
/// of it, and nothing of it is needed: what fails here is done again when somebody asks.
/// </summary>
public sealed partial class WarmStart(IServiceProvider services, ILogger<WarmStart> logger) : BackgroundService
{
    /// <summary>Puts it in the place of <see cref="StorageReady"/>, which makes the start wait.</summary>
    public static void Use(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ImplementationType == typeof(StorageReady)));
        services.AddHostedService<WarmStart>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start goes on with the next line.
        await Task.Yield();
        var storage = services.GetRequiredService<EsikStorage>();
        await TryAsync("the storage", () => storage.PrepareAsync(stoppingToken), stoppingToken);
        // What the first guest sees comes first; nobody signs up before that.
        await services.GetRequiredService<FirstPage>().DrawAsync(stoppingToken);
        // A look at a queue, for the connection: the first sign-up sends its intent over it.
        await Task.WhenAll(TryAsync("the queues", () => storage.CountAsync(Queues.Mails, stoppingToken), stoppingToken), TryAsync("the keys", SignOnce, stoppingToken));
    }

    // The first signature of a process takes ten times as long as the next.
    private Task SignOnce()
    {
        var signer = services.GetRequiredService<TicketKeys>().Signer;
        // Of no slot and no guest, and thrown away.
        var nobody = TicketId.Read(services.GetRequiredService<GuestKey>().Hash("warm start"));
        signer.Sign(new TicketPayload(signer.KeyId, slotNumber: 0, nobody, issue: 1, party: 1));
        return Task.CompletedTask;
    }

    private async Task TryAsync(string what, Func<Task> warm, CancellationToken stop)
    {
        try
        {
            await warm();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The instance ends before it was warm.
        }
        catch (Exception missing) when (missing is BusyException or Azure.RequestFailedException || StorageOutage.Is(missing, stop))
        {
            LogCold(logger, missing, what);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "At the start {What} could not be made ready; the first who needs it waits.")]
    private static partial void LogCold(ILogger logger, Exception missing, string what);
}
