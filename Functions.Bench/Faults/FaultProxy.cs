using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Esik.Bench.Faults;

/// <summary>
/// Stands between the application and its storage, tables and queues, and treats each request as a script says. Path and headers stay
/// as they came, so signatures hold. While it is calm it passes everything on.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] OfTheConnection = ["Connection", "Keep-Alive", "Transfer-Encoding", "Proxy-Connection", "Host", "Content-Length"];

    private readonly WebApplication application;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentDictionary<Fate, int> struck = new();
    private readonly Dictionary<int, Uri> targets = [];
    private long requests;
    private volatile bool isCalm = true;

    private FaultProxy(WebApplication application, FaultScript script) => (this.application, Script) = (application, script);

    /// <summary>The storage account as it is reached through the proxy.</summary>
    public string Connection { get; private set; } = "";

    public FaultScript Script { get; set; }

    /// <summary>Nothing goes wrong. So it begins: a site must be able to start.</summary>
    public bool IsCalm
    {
        get => isCalm;
        set => isCalm = value;
    }

    /// <summary>Negative control: rows are replaced whatever their version, as by code without ETags.</summary>
    public bool IgnoresVersions { get; set; }

    /// <summary>How often each fate struck.</summary>
    public IReadOnlyDictionary<Fate, int> Struck => struck;

    /// <summary>Requests that met a fate; those of calm times do not count.</summary>
    public long Requests => Interlocked.Read(ref requests);

    public static async Task<FaultProxy> StartAsync(string connection, FaultScript script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var proxy = new FaultProxy(builder.Build(), script);
        proxy.application.Run(proxy.HandleAsync);
        await proxy.application.StartAsync();
        proxy.Connection = proxy.Redirect(connection);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        client.Dispose();
    }

    // A port for tables and one for queues: both have the same paths.
    private string Redirect(string connection)
    {
        var ports = application.Urls.Select(url => new Uri(url).Port).ToList();
        foreach (var (port, name) in ports.Zip(["TableEndpoint", "QueueEndpoint"]))
        {
            var endpoint = connection.Split(';').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
            targets[port] = new Uri(new Uri(endpoint).GetLeftPart(UriPartial.Authority));
            connection = connection.Replace(endpoint, endpoint.Replace(targets[port].Authority, $"127.0.0.1:{port}", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        return connection;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var ordinal = IsCalm ? -1 : Interlocked.Increment(ref requests) - 1;
        var fate = ordinal < 0 ? Fate.Pass : Script.FateOf(ordinal);
        struck.AddOrUpdate(fate, ordinal < 0 ? 0 : 1, (_, count) => ordinal < 0 ? count : count + 1);
        if (fate == Fate.LoseRequest)
        {
            context.Abort();
            return;
        }
        if (fate is Fate.Refuse500 or Fate.Refuse503 or Fate.Refuse429)
        {
            context.Response.StatusCode = fate switch { Fate.Refuse500 => 500, Fate.Refuse503 => 503, _ => 429 };
            return;
        }
        using var request = await CopyAsync(context);
        if (fate == Fate.Late)
            context.Abort();
        if (fate is Fate.Late or Fate.Delay)
            await Task.Delay(Script.DelayOf(ordinal));
        // Whoever asked may be dead by now: the request is on its way all the same.
        using var answer = await client.SendAsync(request, CancellationToken.None);
        var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
        if (fate is Fate.LoseAnswer or Fate.Late)
            context.Abort();
        else if (fate == Fate.Mislead500)
            context.Response.StatusCode = 500;
        else
            await AnswerAsync(context, answer, body, cut: fate == Fate.CutAnswer);
    }

    private async Task<HttpRequestMessage> CopyAsync(HttpContext context)
    {
        var target = targets[context.Connection.LocalPort];
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, CancellationToken.None);
        // Percent signs must arrive as they were sent: the signature covers them.
        var address = new Uri(target.GetLeftPart(UriPartial.Authority) + raw, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), address) { Content = new ByteArrayContent(IgnoresVersions ? Blind.Body(body.ToArray()) : body.ToArray()) };
        request.Headers.Host = context.Request.Host.Value;
        foreach (var (name, values) in context.Request.Headers.Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var texts = IgnoresVersions && name == "If-Match" ? [Blind.AnyVersion] : values.ToArray();
            if (!request.Headers.TryAddWithoutValidation(name, texts))
                request.Content.Headers.TryAddWithoutValidation(name, texts);
        }
        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer, byte[] body, bool cut)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !OfTheConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[name] = values.ToArray();
        if (context.RequestAborted.IsCancellationRequested)
            return;
        if (body.Length > 0)
        {
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body.AsMemory(0, cut ? body.Length / 2 : body.Length), CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
        }
        if (cut)
            context.Abort();
    }
}
