using System.Security.Cryptography;
using System.Text.Json;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>
/// The settings of a site at home. What the environment gives goes first, then <c>local.settings.json</c> in the current directory;
/// what is missing is made: secrets once, and kept under the data directory.
/// </summary>
public sealed class HomeSettings
{
    private const string SettingsFile = "local.settings.json";
    private const string FilesValues = "Values";

    private readonly DataDirectory data;
    private readonly Dictionary<string, string?> values;

    /// <exception cref="CommandException"><c>local.settings.json</c> cannot be read.</exception>
    public HomeSettings(DataDirectory data)
    {
        this.data = data;
        values = ReadFile();
        foreach (var name in EsikSettings.Names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } given)
                values[name] = given;
        }
    }

    public IReadOnlyDictionary<string, string?> Values => values;

    /// <summary>
    /// Whether a real storage account is named, by its connection string or for an identity to open. The emulator's usual address counts
    /// as none: at home Esik runs an emulator of its own.
    /// </summary>
    public bool HasStorageAccount => this["AzureWebJobsStorage"] is { } connection
        ? !connection.StartsWith("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase)
        : this["AzureWebJobsStorage__accountName"] is not null || this["AzureWebJobsStorage__tableServiceUri"] is not null;

    /// <summary>Whether the site is reached on this machine alone.</summary>
    public bool IsAtHome => Uri.TryCreate(this["PublicUrl"], UriKind.Absolute, out var url) && url.IsLoopback;

    public string? this[string name]
    {
        get => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        set => values[name] = value;
    }

    /// <summary>Without a public address, the site is reached on this machine.</summary>
    public void PlaceAtHome(int port = StartOptions.PortDefault)
    {
        if (this["PublicUrl"] is null || IsAtHome)
            this["PublicUrl"] = $"http://localhost:{port}";
    }

    /// <summary>Gives every setting that has none yet and that Esik can make by itself.</summary>
    public void Complete()
    {
        this["FestivalSecret"] ??= data.ReadOrWrite("keys/festival-secret", NewSecret);
        this["GuestKey"] ??= data.ReadOrWrite("keys/guest-key", NewSecret);
        this["TicketSigningKey"] ??= data.ReadOrWrite("keys/ticket-signing-key.pem", NewSigningKey);
        this["MailFolder"] ??= data.MakeDirectory("mail");
    }

    private static Dictionary<string, string?> ReadFile()
    {
        if (!File.Exists(SettingsFile))
            return [];
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(SettingsFile), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return file.RootElement.GetProperty(FilesValues).EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString());
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CommandException($"{Path.GetFullPath(SettingsFile)} cannot be read: it must be JSON with an object \"Values\" of texts, as local.settings.sample.json is.");
        }
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes.LengthMin));

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
