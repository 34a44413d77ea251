using Esik.Hosting;
using Esik.Hosting.Standalone;
using Esik.Mails;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Esik.Bench.Festivals;

/// <summary>
/// The Standalone site as it is, with its storage requests and its mails counted. Serves nobody until its application is started:
/// until then it is the engine in process, without HTTP, queue and timers.
/// </summary>
public sealed class BenchSite : IAsyncDisposable
{
    public const string Nowhere = "http://127.0.0.1:0";

    private BenchSite(WebApplication application, BenchRequests requests, SentMails mails) => (Application, Requests, Mails) = (application, requests, mails);

    public WebApplication Application { get; }

    public BenchRequests Requests { get; }

    public SentMails Mails { get; }

    public RegistrationDesk Desk => Get<RegistrationDesk>();

    /// <param name="settings">Of <see cref="BenchSettings"/>.</param>
    /// <param name="delay">Added to each storage request.</param>
    /// <param name="address">Where it serves; null: at a free port.</param>
    public static BenchSite Build(IReadOnlyDictionary<string, string?> settings, TimeSpan delay = default, string? address = null)
    {
        var requests = new BenchRequests(delay);
        var mails = new SentMails();
        return new BenchSite(StandaloneSite.Build(address ?? Nowhere, settings, services => Configure(services, requests, mails)), requests, mails);
    }

    /// <summary>As <see cref="Build"/>, over an empty storage with a festival imported into it.</summary>
    /// <param name="counters">Into how many counters each slot's ledger is split.</param>
    public static async Task<BenchSite> OpenAsync(IReadOnlyDictionary<string, string?> settings, int slots, int capacity, CancellationToken stop, int counters = Counter.PerSlot)
    {
        var site = Build(settings);
        try
        {
            await site.Get<EsikStorage>().PrepareAsync(stop);
            if (counters != Counter.PerSlot)
                await site.SplitAsync(slots, capacity, counters, stop);
            var result = await site.Get<ProgrammeImport>().RunAsync(BenchFestival.Of(slots, capacity, TimeProvider.System.GetUtcNow()), new Silence(), stop);
            return result.IsComplete ? site : throw new InvalidOperationException(string.Join(' ', result.Refusals.Select(refusal => refusal.Sentence).Concat(result.Meanwhile)));
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => Application.Services.GetRequiredService<T>();

    public async Task<IReadOnlyList<Slot>> SlotsAsync(CancellationToken stop) => (await Get<IProgrammes>().CurrentAsync(stop)).Slots;

    public async ValueTask DisposeAsync()
    {
        await Get<SlotWriters>().StopAsync(CancellationToken.None);
        await Application.DisposeAsync();
    }

    // An import keeps the ledgers that it finds.
    private async Task SplitAsync(int slots, int capacity, int counters, CancellationToken stop)
    {
        foreach (var slot in BenchFestival.SlotIds(slots))
            await LedgerRows.CreateAsync(Get<EsikStorage>(), Get<SlotTable>(), slot, Ledger.Of(capacity, counters), stop);
    }

    private static void Configure(IServiceCollection services, BenchRequests requests, SentMails mails)
    {
        services.Replace(ServiceDescriptor.Singleton<StorageRequests>(requests));
        // Standard output is the report's.
        services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var mailer = services.Single(service => service.ServiceType == typeof(IMailer));
        services.Replace(ServiceDescriptor.Singleton<IMailer>(provider => new CountedMailer((IMailer)mailer.ImplementationFactory!(provider), mails)));
    }

    private sealed class Silence : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
