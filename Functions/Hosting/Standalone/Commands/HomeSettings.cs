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

    private static readonly Dictionary<string, string> KeyFiles = new()
    {
        ["FestivalSecret"] = "keys/festival-secret",
        ["GuestKey"] = "keys/guest-key",
        ["TicketSigningKey"] = "keys/ticket-signing-key.pem",
    };

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

    /// <summary>A key that settings give or that was made here before; null when there is none yet.</summary>
    public string? KeyOf(string name) => this[name] ?? data.Read(KeyFiles[name]);

    /// <summary>Takes over keys that came with a backup, wherever there are none yet.</summary>
    public void Adopt(IReadOnlyDictionary<string, string>? keys)
    {
        foreach (var (name, file) in KeyFiles)
        {
            if (KeyOf(name) is null && keys?.GetValueOrDefault(name) is { } key)
                data.Write(file, key);
        }
    }

    /// <summary>Gives every setting that has none yet and that Esik can make by itself.</summary>
    public void Complete()
    {
        this["FestivalSecret"] ??= data.ReadOrWrite(KeyFiles["FestivalSecret"], NewSecret);
        this["GuestKey"] ??= data.ReadOrWrite(KeyFiles["GuestKey"], NewSecret);
        this["TicketSigningKey"] ??= data.ReadOrWrite(KeyFiles["TicketSigningKey"], NewSigningKey);
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
