using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting.Tests;

/// <summary>The address at which Azure gives a function app its managed identity's tokens, on loopback. It knows one identity.</summary>
internal sealed class TokenStandIn : IAsyncDisposable
{
    public const string Header = "only-this-machine";

    private readonly WebApplication site;
    private readonly string clientId;

    private TokenStandIn(WebApplication site, string clientId) => (this.site, this.clientId) = (site, clientId);

    /// <summary>What was asked for, with the identity that was named.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What Azure sets in a function app's environment.</summary>
    public Dictionary<string, string> Environment => new() { ["IDENTITY_ENDPOINT"] = site.Urls.First() + "/msi/token", ["IDENTITY_HEADER"] = Header };

    public static async Task<TokenStandIn> StartAsync(string clientId)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var standIn = new TokenStandIn(builder.Build(), clientId);
        standIn.site.Run(standIn.AnswerAsync);
        await standIn.site.StartAsync();
        return standIn;
    }

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var (resource, client) = (context.Request.Query["resource"].ToString(), context.Request.Query["client_id"].ToString());
        Asked.Enqueue($"{resource} {client}");
        if (context.Request.Headers["X-IDENTITY-HEADER"] != Header || client != clientId)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return context.Response.WriteAsJsonAsync(new { statusCode = 400, message = "No such identity." });
        }
        var now = TimeProvider.System.GetUtcNow();
        return context.Response.WriteAsJsonAsync(new
        {
            access_token = Token(resource, now),
            expires_on = now.AddHours(2).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource,
            token_type = "Bearer",
            client_id = client,
        });
    }

    // The emulator looks at what a token says, and not at its signature.
    private static string Token(string resource, DateTimeOffset now)
    {
        var claims = new { aud = resource, iss = "https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/", iat = now.ToUnixTimeSeconds() - 60, nbf = now.ToUnixTimeSeconds() - 60, exp = now.AddHours(2).ToUnixTimeSeconds() };
        return $"{Part(new { alg = "RS256", typ = "JWT" })}.{Part(claims)}.{Part("unsigned")}";
    }

    private static string Part<T>(T value) => System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
