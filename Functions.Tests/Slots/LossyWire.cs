using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Esik.Slots.Tests;

/// <summary>
/// The wire between a table client and real storage, which loses, refuses and delays as told: one mishap for each transaction
/// that is sent, in order, and none when there are no more.
/// </summary>
internal sealed class LossyWire : DelegatingHandler
{
    private readonly ConcurrentQueue<string> sent = new();

    private LossyWire()
        : base(new SocketsHttpHandler())
    {
    }

    public delegate Task<HttpResponseMessage> Mishap(HttpRequestMessage request, Func<HttpRequestMessage, Task<HttpResponseMessage>> send);

    public ConcurrentQueue<Mishap> Mishaps { get; } = new();

    /// <summary>Chooses a mishap when none is told, or none.</summary>
    public Func<Mishap?> Otherwise { get; set; } = () => null;

    /// <summary>What each transaction that was sent would write, without what the client makes anew for every try (boundaries, dates).</summary>
    public IReadOnlyList<string> Sent => [.. sent];

    /// <summary>The request never arrives.</summary>
    public static Mishap LostRequest => (_, _) => throw new HttpRequestException("The request got lost.");

    /// <summary>It arrives and is carried out; the answer never comes back.</summary>
    public static Mishap LostAnswer => async (request, send) =>
    {
        (await send(request)).Dispose();
        throw new HttpRequestException("The answer got lost.");
    };

    public static Mishap Refused(int status) => (_, _) => Task.FromResult(new HttpResponseMessage((System.Net.HttpStatusCode)status));

    /// <summary>It arrives only after <paramref name="release"/>, when everybody has given it up.</summary>
    public static Mishap Late(Task release, TaskCompletionSource<int> arrived) => async (request, send) =>
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync()) };
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);
        foreach (var (name, values) in request.Content.Headers)
            copy.Content.Headers.TryAddWithoutValidation(name, values);
        _ = ArriveAsync();
        throw new HttpRequestException("The request is late.");

        async Task ArriveAsync()
        {
            await release;
            using var answer = await send(copy);
            var text = await answer.Content.ReadAsStringAsync();
            arrived.SetResult(text.Contains("HTTP/1.1 412", StringComparison.Ordinal) ? 412 : text.Contains("HTTP/1.1 409", StringComparison.Ordinal) ? 409 : (int)answer.StatusCode);
        }
    };

    /// <summary>A client for the table of slots as the application has it for transactions, over such a wire.</summary>
    public static (LossyWire Wire, TableClient Table) Over(string connection)
    {
        var wire = new LossyWire();
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(wire)) };
        options.Retry.MaxRetries = 0;
        return (wire, new TableServiceClient(connection, options).GetTableClient("slots"));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        sent.Enqueue(string.Join('\n', body.Split('\n').Where(line => line.StartsWith("If-Match", StringComparison.OrdinalIgnoreCase) || line.StartsWith('{'))));
        var mishap = Mishaps.TryDequeue(out var told) ? told : Otherwise();
        return mishap is null
            ? await base.SendAsync(request, cancellationToken)
            : await mishap(request, message => base.SendAsync(message, CancellationToken.None));
    }
}
