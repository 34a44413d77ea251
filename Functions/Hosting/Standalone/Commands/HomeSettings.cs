using System.Security.Cryptography;
using System.Text.Json;
using Esik.Tickets;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>What a command does with the festival's keys where it has none: over a real account a key that was made here would be another than the festival's.</summary>
public enum KeyUse
{
    /// <summary>Nothing; any will do, and none is kept.</summary>
    None,

    /// <summary>It works with the festival's own, and with no other.</summary>
    Needed,

    /// <summary>It begins with them: what is missing is made, and kept.</summary>
    Made,
}

/// <summary>
/// The settings of a site at home. What the environment gives goes first, then <c>local.settings.json</c> in the current directory;
/// where the environment names a storage account, the file has no say in which. What is missing is made: secrets once, and kept under the
/// data directory; over a real account see <see cref="KeyUse"/>.
/// </summary>
public sealed class HomeSettings
{
    private const string SettingsFile = "local.settings.json";
    private const string FilesValues = "Values";

    private const string Connection = "AzureWebJobsStorage";
    private const string AccountName = Connection + "__accountName";
    private const string TableAddress = Connection + "__tableServiceUri";
    private static readonly string[] Accounts = [Connection, AccountName, TableAddress];
    private static readonly string[] OtherTables = [nameof(StorageSettings.TablesConnection), "TABLES_ELSEWHERE"];

    private static readonly Dictionary<string, string> KeyFiles = new()
    {
        ["FestivalSecret"] = "keys/festival-secret",
        ["GuestKey"] = "keys/guest-key",
        ["TicketSigningKey"] = "keys/ticket-signing-key.pem",
    };

    // They come with the signing key of a backup, and are never made.
    private static readonly Dictionary<string, string> NumberFiles = new()
    {
        ["TicketSigningKeyId"] = "keys/ticket-signing-key-id",
        ["TicketPublicKeys"] = "keys/ticket-public-keys",
    };

    private readonly DataDirectory data;
    private readonly Dictionary<string, string?> values;

    /// <exception cref="CommandException"><c>local.settings.json</c> cannot be read.</exception>
    public HomeSettings(DataDirectory data)
    {
        this.data = data;
        values = ReadFile();
        if (Accounts.Any(name => Given(name) is not null))
        {
            foreach (var name in values.Keys.Where(name => name.StartsWith(Connection, StringComparison.Ordinal) || OtherTables.Contains(name)).ToList())
                values.Remove(name);
        }
        foreach (var name in values.Keys.Where(name => Given(name) is not null).ToList())
            values.Remove(name);
        // It stands in the sample, and must not take the place of an account that is named.
        if (IsEmulators(this[Connection]) && IsByIdentity)
            values[Connection] = "";
    }

    /// <summary>Those that go before the environment's.</summary>
    public IReadOnlyDictionary<string, string?> Values => values;

    /// <summary>
    /// Whether a real storage account is named, by its connection string or for an identity to open. The emulator's usual address counts
    /// as none: at home Esik runs an emulator of its own.
    /// </summary>
    public bool HasStorageAccount => this[Connection] is { } connection ? !IsEmulators(connection) : IsByIdentity;

    /// <summary>What a person is told of the storage that is opened; no key is in it.</summary>
    public string StorageInWords => AccountInWords + (this[nameof(StorageSettings.TablesConnection)] is { } tables ? $", its tables in {PartOf(tables, "AccountName") ?? "another account"}" : "");

    private string AccountInWords => !HasStorageAccount
        ? $"the emulator of {data.Path}"
        : this[AccountName] ?? this[TableAddress] ?? PartOf(this[Connection], "AccountName") ?? "a storage account";

    private bool IsByIdentity => this[AccountName] is not null || this[TableAddress] is not null;

    private static bool IsEmulators(string? connection) => connection?.StartsWith("UseDevelopmentStorage=true", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the site is reached on this machine alone.</summary>
    public bool IsAtHome => Uri.TryCreate(this["PublicUrl"], UriKind.Absolute, out var url) && url.IsLoopback;

    public string? this[string name]
    {
        get => values.TryGetValue(name, out var value) ? (value is { Length: > 0 } ? value : null) : Given(name);
        set => values[name] = value;
    }

    /// <summary>Without a public address, the site is reached on this machine.</summary>
    public void PlaceAtHome(int port = StartOptions.PortDefault)
    {
        if (this["PublicUrl"] is null || IsAtHome)
            this["PublicUrl"] = $"http://localhost:{port}";
    }

    /// <summary>A key, its number or the earlier ones, that settings give or that lie here from before; null when there is none yet.</summary>
    public string? KeyOf(string name) => this[name] ?? (KeyFiles.TryGetValue(name, out var file) ? data.Read(file) : HasOwnSigningKey ? data.Read(NumberFiles[name]) : null);

    // A key that settings give has its number, and the earlier ones, from settings too.
    private bool HasOwnSigningKey => this["TicketSigningKey"] is null;

    /// <summary>Takes over keys that came with a backup, wherever there are none yet; their numbers only with the signing key that has them.</summary>
    public void Adopt(IReadOnlyDictionary<string, string>? keys)
    {
        AdoptInto(KeyFiles, keys);
        if (HasOwnSigningKey && TicketKeys.PublicHalf(KeyOf("TicketSigningKey")) is { } own && own == TicketKeys.PublicHalf(keys?.GetValueOrDefault("TicketSigningKey")))
            AdoptInto(NumberFiles, keys);
    }

    private void AdoptInto(Dictionary<string, string> files, IReadOnlyDictionary<string, string>? keys)
    {
        foreach (var (name, file) in files)
        {
            if (KeyOf(name) is null && keys?.GetValueOrDefault(name) is { Length: > 0 } key)
                data.Write(file, key);
        }
    }

    /// <summary>Keys that neither the settings nor the data directory have.</summary>
    public IReadOnlyList<string> LackingKeys => [.. KeyFiles.Keys.Where(name => KeyOf(name) is null)];

    /// <summary>Gives every setting that has none yet and that Esik can make by itself.</summary>
    /// <exception cref="CommandException">Keys of a festival in a real account are needed, and are not here.</exception>
    public void Complete(KeyUse use)
    {
        if (use == KeyUse.Needed && HasStorageAccount)
            RefuseLackingKeys();
        var isKept = use == KeyUse.Made || !HasStorageAccount;
        foreach (var name in NumberFiles.Keys.Where(name => KeyOf(name) is not null))
            this[name] = KeyOf(name);
        foreach (var (name, file) in KeyFiles)
            this[name] ??= isKept ? data.ReadOrWrite(file, NewKey(name)) : data.Read(file) ?? NewKey(name)();
        this["MailFolder"] ??= data.MakeDirectory("mail");
    }

    /// <exception cref="CommandException">A key is missing.</exception>
    public void RefuseLackingKeys()
    {
        if (LackingKeys is { Count: > 0 } lacking)
        {
            throw new CommandException(
                $"The festival's keys are not here: {string.Join(", ", lacking)}. With others no ticket would open a door and no guest would be found again. "
                + "Put them into the settings of those names, or the directory keys of then into the data directory; from Azure's vault as docs/operating.md says.");
        }
    }

    private static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string? PartOf(string? connection, string name) =>
        connection?.Split(';').Select(part => part.Split('=', 2)).FirstOrDefault(part => part.Length == 2 && part[0].Trim() == name)?[1];

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

    private static Func<string> NewKey(string name) => name == "TicketSigningKey" ? NewSigningKey : NewSecret;

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes.LengthMin));

    private static string NewSigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
