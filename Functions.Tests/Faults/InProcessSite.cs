using Esik.Bench.Festivals;
using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Esik.Bench.Faults.Tests;

/// <summary>A site inside the test's process, for controls that kill nobody: quicker to start than the program itself.</summary>
internal sealed class InProcessSite(WebApplication application, IAsyncDisposable owner) : IFaultSite
{
    public HttpClient Client { get; } = RealSite.NewClient(new Uri(application.Urls.Single()));

    /// <summary>The whole application, as it is.</summary>
    public static async Task<IFaultSite> StartAsync(IReadOnlyDictionary<string, string?> settings, string folder)
    {
        var site = BenchSite.Build(settings);
        await site.Application.StartAsync();
        return new InProcessSite(site.Application, site);
    }

    /// <summary>Negative control: the same address, with a desk behind it as one writes it at first.</summary>
    /// <param name="retriesMax">How often its storage client repeats a transaction.</param>
    public static async Task<IFaultSite> StartTrustingAsync(IReadOnlyDictionary<string, string?> settings, int retriesMax)
    {
        var site = BenchSite.Build(settings);
        var desk = new TrustingDesk(settings["AzureWebJobsStorage"]!, retriesMax, site.Get<SlotTable>(), site.Get<TicketKeys>(), site.Get<GuestKey>());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(BenchSite.Nowhere);
        builder.Logging.ClearProviders();
        var application = builder.Build();
        application.MapPost("/api/slots/{slotId}/registrations", async (HttpContext context, string slotId, RegistrationJson posted) =>
        {
            var slot = (await site.SlotsAsync(CancellationToken.None)).Single(slot => slot.Id == slotId);
            var signUp = SignUp.Read(posted.Input(), slot.PartyMax, Languages.Language.English).SignUp!;
            try
            {
                return await desk.RegisterAsync(slot, signUp) is { } registration
                    ? Results.Json(RegistrationAnswerJson.Of(registration, slot, site.Get<SiteSettings>(), site.Get<TimeProvider>().GetUtcNow()), EsikJson.Options)
                    : Results.Json(new { answer = "already-registered" });
            }
            catch (BusyException)
            {
                context.Response.Headers.RetryAfter = "1";
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
        await application.StartAsync();
        return new InProcessSite(application, application);
    }

    public bool IsDead => false;

    public void Kill() => throw new NotSupportedException("This process must live on.");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.StopAsync();
        await owner.DisposeAsync();
    }
}
