using Esik.Programmes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting;

/// <summary>Descriptions for programs and their authors: of the JSON addresses, and of the festival file. Anyone may read them.</summary>
public sealed class OpenApiFunctions(Edge edge)
{
    /// <summary>The JSON addresses, in OpenAPI 3.1; UTF-8.</summary>
    public static ReadOnlyMemory<byte> Document { get; } = EmbeddedFile.Read("hosting/openapi.json");

    [Function("OpenApi")]
    public Task<IResult> OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request, CancellationToken stop) =>
        Describe(request, Document, "application/json; charset=utf-8");

    [Function("FestivalSchema")]
    public Task<IResult> Schema([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "festival.schema.json")] HttpRequest request, CancellationToken stop) =>
        Describe(request, FestivalSchema.Json, "application/schema+json; charset=utf-8");

    private Task<IResult> Describe(HttpRequest request, ReadOnlyMemory<byte> description, string type) =>
        edge.Answer(request, () =>
        {
            request.HttpContext.Response.Headers.CacheControl = "public, max-age=3600";
            return Task.FromResult(Results.Bytes(description, type));
        });
}
