using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting;

/// <summary>Whether the site can do its work. Anyone may ask; the answer tells nothing else.</summary>
public sealed class HealthFunctions(Edge edge, EsikStorage storage, SiteSettings site)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Function("Health")]
    public Task<IResult> Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "healthz")] HttpRequest request, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            try
            {
                await storage.Festivals.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>(site.FestivalId, "festival", cancellationToken: patience.Token);
                return Results.Json(new { status = "ok" }, EsikJson.Options);
            }
            catch (Exception failure) when (failure is Azure.RequestFailedException || StorageOutage.Is(failure, stop))
            {
                return Results.Json(new { status = "storage-unreachable" }, EsikJson.Options, statusCode: 503);
            }
        });
}
