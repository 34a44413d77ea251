using System.Collections.Concurrent;
using System.Security.Cryptography;
using Esik.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace Esik.Pages;

/// <summary>
/// Style sheets, icons, the door app: the files under <c>wwwroot</c>. They are served by functions, because middleware that answers
/// by itself would leave the Functions host waiting. The last function by name takes what no other did, and says that it is not there.
/// </summary>
public sealed class AssetFunctions(Edge edge)
{
    // Browsers ask again after this, and get 304 as long as the file is the same.
    private const string Caching = "public, max-age=300";

    private static readonly FileExtensionContentTypeProvider Types = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".wasm"] = "application/wasm",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
    });

    private static readonly ConcurrentDictionary<string, (DateTime Changed, EntityTagHeaderValue Tag)> Tags = new();

    /// <summary>Where the files lie: beside the program.</summary>
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    [Function("DoorPage")]
    public Task<IResult> Door([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "door")] HttpRequest request) =>
        edge.Answer(request, () => Task.FromResult(Send(request, "door/index.html")));

    [Function("zz-assets")]
    public Task<IResult> Asset([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{*path}")] HttpRequest request, string? path) =>
        edge.Answer(request, () => Task.FromResult(Send(request, path ?? "")));

    private static IResult Send(HttpRequest request, string path)
    {
        var file = Path.GetFullPath(Path.Combine(Root, path));
        if (!file.StartsWith(Root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !Types.TryGetContentType(file, out var type) || !File.Exists(file))
            return Edge.Refuse(request, Problem.NotFound);
        request.HttpContext.Response.Headers.CacheControl = Caching;
        return Results.File(file, type, entityTag: TagOf(file));
    }

    private static EntityTagHeaderValue TagOf(string file)
    {
        var changed = File.GetLastWriteTimeUtc(file);
        if (Tags.TryGetValue(file, out var known) && known.Changed == changed)
            return known.Tag;
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..32]}\"");
        Tags[file] = (changed, tag);
        return tag;
    }
}
