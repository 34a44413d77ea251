using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Esik.Hosting.Standalone;

namespace Esik.Hosting.Tests;

/// <summary>
/// A storage account without keys: the emulator behind https, asking for tokens, and the Azure client's own way to a managed identity,
/// with a stand-in only for the one who gives the tokens.
/// </summary>
public sealed class IdentityTests : IAsyncLifetime
{
    private const string ClientId = "5f0c8bd5-1111-2222-3333-3c8b6e1d2f10";
    private const string Account = "esikidentity";

    private readonly TemporaryFolder folder = new();
    private Azurite azurite = null!;
    private TokenStandIn tokens = null!;
    private Dictionary<string, string> settings = null!;

    public async Task InitializeAsync()
    {
        var (certificate, key) = CertificateFiles();
        var accountKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        azurite = await Azurite.StartAsync(
            Path.Combine(folder.Path, "storage"), new Dictionary<string, string> { [Account] = accountKey }, CancellationToken.None, ["--oauth", "basic", "--cert", certificate, "--key", key]);
        tokens = await TokenStandIn.StartAsync(ClientId);
        var addresses = azurite.ConnectionString(Account, accountKey).Split(';').Where(part => part.Contains("Endpoint=", StringComparison.Ordinal))
            .Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1].Replace("http:", "https:", StringComparison.Ordinal));
        settings = new(tokens.Environment)
        {
            ["SSL_CERT_FILE"] = certificate,
            ["AzureWebJobsStorage__tableServiceUri"] = addresses["TableEndpoint"],
            ["AzureWebJobsStorage__queueServiceUri"] = addresses["QueueEndpoint"],
            ["AzureWebJobsStorage__credential"] = "managedidentity",
            ["AzureWebJobsStorage__clientId"] = ClientId,
        };
    }

    public async Task DisposeAsync()
    {
        await tokens.DisposeAsync();
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_identity_opens_the_tables_and_the_queues_and_no_key_is_needed()
    {
        var port = RunningStart.FreePort();
        var data = Path.Combine(folder.Path, "data");
        await using var start = RunningStart.RunIn(settings, "--port", $"{port}", "--data", data);
        await start.LinksAsync(data);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };

        var guest = new { name = "Айгерім", email = "aigerim@example.org", party = 2, language = "kk", consent = true, requestId = "request-id-0000001" };
        using var answer = await client.PostAsJsonAsync("api/slots/try-the-door/registrations", guest);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("confirmed", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("answer").GetString());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("healthz")).StatusCode);
        // The mail goes by the queue.
        for (var wait = 0; wait < 400 && Directory.GetFiles(Path.Combine(data, "mail"), "*.eml").Length == 0; wait++)
            await Task.Delay(50);
        Assert.Single(Directory.GetFiles(Path.Combine(data, "mail"), "*.eml"));
        Assert.All(tokens.Asked, asked => Assert.Equal($"https://storage.azure.com {ClientId}", asked.Replace("com/ ", "com ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(Path.Combine(data, "storage")), "No emulator of its own was started.");
        // One token serves the tables' readers, their writer and the queues.
        Assert.InRange(tokens.Asked.Count, 1, 3);
    }

    [Fact]
    public async Task An_identity_that_is_not_there_ends_the_start_with_the_settings_names()
    {
        settings["AzureWebJobsStorage__clientId"] = "00000000-1111-2222-3333-444444444444";
        await using var start = RunningStart.RunIn(settings, "--port", $"{RunningStart.FreePort()}", "--data", Path.Combine(folder.Path, "data"));

        var (code, complaint) = await start.EndAsync();

        Assert.Equal(1, code);
        Assert.StartsWith("The storage account cannot be opened, since no identity gave a token (AzureWebJobsStorage__credential, AzureWebJobsStorage__clientId", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", complaint, StringComparison.Ordinal);
    }

    // The sample names the emulator; whoever exports an account means that, and an erasure elsewhere would leave the guests' data where it is.
    [Fact]
    public async Task A_settings_file_made_from_the_sample_does_not_take_the_accounts_place()
    {
        File.Copy(Repository.PathOf("local.settings.sample.json"), Path.Combine(folder.Path, "local.settings.json"));
        var data = Path.Combine(folder.Path, "data");
        var imported = await CommandTests.EndAsync(CommandTests.Run(settings, folder.Path, "scripts/programme", "import", Repository.PathOf("Functions/Programmes/Sample/art-energy-almaty.json"), "--data", data));
        var erased = await CommandTests.EndAsync(CommandTests.Run(settings, folder.Path, "scripts/erase", "art-energy-almaty", "--yes", "--data", data));

        Assert.All([imported, erased], command => Assert.Equal((0, true), (command.Code, command.Text.Contains($"Storage: {settings["AzureWebJobsStorage__tableServiceUri"]}.\n", StringComparison.Ordinal))));
        Assert.False(Directory.Exists(Path.Combine(data, "storage")), "No emulator of its own was started.");
        Assert.NotEmpty(tokens.Asked);
    }

    private (string Certificate, string Key) CertificateFiles()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return (folder.Write("cert.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem())), folder.Write("key.pem", System.Text.Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem())));
    }
}
