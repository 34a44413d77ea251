using System.Net.Http.Json;
using Esik.Hosting.Tests;

namespace Esik.Against.Tests;

/// <summary>
/// A site that is only spoken to over HTTP: the address that <c>scripts/check --against</c> names, whoever serves there, or else a
/// Standalone site of our own, in a process of its own as everybody starts it. These tests hold what both hosts must do alike.
/// </summary>
public sealed class AgainstSite : IAsyncLifetime
{
    public const string AddressVariable = "ESIK_AGAINST";
    public const string SlotVariable = "ESIK_AGAINST_SLOT";

    // In the sample festival, and always open.
    private const string SampleSlot = "try-the-door";

    private readonly TemporaryFolder folder = new();
    private RunningStart? own;

    /// <summary>The address that was named; null: a site of our own is started.</summary>
    public static string? Named { get; } = Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } address ? address : null;

    /// <summary>The slot in which these tests may sign up at the named address; null: they may not, since its guests are real.</summary>
    public static string? NamedSlot { get; } = Environment.GetEnvironmentVariable(SlotVariable) is { Length: > 0 } slot ? slot : null;

    /// <summary>What the named site serves; null: a site of our own is started.</summary>
    public static Lazy<AgainstProgramme?> Served { get; } = new(() => Named is null ? null : AgainstProgramme.At(AddressOf(Named)));

    public HttpClient Client { get; private set; } = null!;

    /// <summary>A slot with a form: the one that was named, or the first that is open. Empty when none is: such tests are skipped then.</summary>
    public string Slot { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var address = AddressOf(Named ?? $"http://localhost:{RunningStart.FreePort()}");
        if (Named is null)
        {
            own = RunningStart.Run("--port", $"{address.Port}", "--data", folder.Path);
            await own.LinksAsync(folder.Path);
        }
        // A first answer may have to wait for an instance.
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        Slot = NamedSlot ?? (Served.Value is { } served ? served.OpenSlot : SampleSlot);
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (own is not null)
            await own.DisposeAsync();
        folder.Dispose();
    }

    public Task<HttpResponseMessage> GetAsync(string path, string accept = "text/html", string? language = null) => SendAsync(HttpMethod.Get, path, null, accept, language);

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, string accept = "text/html") => SendAsync(HttpMethod.Post, path, content, accept, null);

    public Task<HttpResponseMessage> RegisterAsync(object guest) => PostAsync($"api/slots/{Slot}/registrations", JsonContent.Create(guest), "application/json");

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string accept, string? language)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (language is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", language);
        return await Client.SendAsync(request);
    }

    private static Uri AddressOf(string named) => new(named.TrimEnd('/') + "/");
}

/// <summary>One site for all of these tests.</summary>
[CollectionDefinition(Name)]
public sealed class AgainstCollection : ICollectionFixture<AgainstSite>
{
    public const string Name = "Against a site";
}
