using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace Esik.Hosting;

/// <summary>How a token for the storage account is got.</summary>
public enum StorageCredential
{
    /// <summary>Whatever the machine has: a service principal in the environment, a managed identity, the person signed in to <c>az</c>.</summary>
    Default,

    /// <summary>The managed identity of the Azure resource that this runs on.</summary>
    ManagedIdentity,
}

/// <summary>
/// Which storage account holds the festival, and how it is opened: by a connection string, or by its name and an identity.
/// The names are the Functions host's own, so that its triggers and Esik use one account.
/// </summary>
[Settings]
public sealed class StorageSettings : IValidatableObject
{
    private const string HostSection = "AzureWebJobsStorage";
    private const string NoConnection = "is no whole connection string, as the portal shows it: a part is missing or was cut off.";

    /// <summary>Connection string of the storage account, with its key: for the emulator and for trying. Empty: an identity opens it.</summary>
    [Description("Example: UseDevelopmentStorage=true for a local Azurite")]
    public string AzureWebJobsStorage { get; set; } = "";

    /// <summary>Name of the storage account in the public cloud, opened by an identity.</summary>
    [SettingName(HostSection + "__accountName")]
    [Description("Example: esikfestival")]
    [RegularExpression("^[a-z0-9]{3,24}$", ErrorMessage = "must be 3 to 24 of a-z and 0-9.")]
    public string StorageAccountName { get; set; } = "";

    /// <summary>Address of its tables, where the account's name alone does not give it.</summary>
    [SettingName(HostSection + "__tableServiceUri")]
    [Description("Example: https://esikfestival.table.core.windows.net")]
    public string TableServiceUri { get; set; } = "";

    /// <summary>Address of its queues; given together with that of the tables.</summary>
    [SettingName(HostSection + "__queueServiceUri")]
    [Description("Example: https://esikfestival.queue.core.windows.net")]
    public string QueueServiceUri { get; set; } = "";

    /// <summary>Which identity opens the account.</summary>
    [SettingName(HostSection + "__credential")]
    [Description("Example: managedidentity, or empty for whoever is signed in")]
    public StorageCredential StorageCredential { get; set; } = StorageCredential.Default;

    /// <summary>Client id of a user-assigned managed identity; empty for the resource's own.</summary>
    [SettingName(HostSection + "__clientId")]
    [Description("Example: 5f0c8bd5-0000-0000-0000-3c8b6e1d2f10")]
    public Guid? StorageClientId { get; set; }

    /// <summary>Connection string of another account for the tables alone, such as one of Cosmos DB for Table; the queues stay. A secret: in Azure a Key Vault reference.</summary>
    [Description("Example: empty, or AccountName=…;AccountKey=…;TableEndpoint=https://esik.table.cosmos.azure.com:443/")]
    public string TablesConnection { get; set; } = "";

    /// <summary>Whether the tables lie in another account, under the name by which azd's environment says it: a command at home may then not open the account's own, which are empty.</summary>
    [SettingName("TABLES_ELSEWHERE")]
    [Description("Example: false")]
    public bool TablesElsewhere { get; set; }

    /// <summary>Whether a real account is named, by a key or without one.</summary>
    public bool IsNamed => AzureWebJobsStorage.Length > 0 || IsByIdentity;

    /// <summary>Whether an identity opens the account. A connection string goes before, as in the Functions host.</summary>
    public bool IsByIdentity => AzureWebJobsStorage.Length == 0 && (StorageAccountName.Length > 0 || TableServiceUri.Length > 0 || QueueServiceUri.Length > 0);

    /// <summary>Where the tables are, without a slash at the end.</summary>
    public Uri Tables => AddressOf(TableServiceUri, "table");

    /// <summary>Where the queues are, without a slash at the end.</summary>
    public Uri Queues => AddressOf(QueueServiceUri, "queue");

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsNamed)
            yield return Wrong("is missing, and so is AzureWebJobsStorage__accountName: one of them says where the festival is stored.", nameof(AzureWebJobsStorage));
        if (IsByIdentity && StorageAccountName.Length == 0 && TableServiceUri.Length == 0)
            yield return Wrong("is missing: AzureWebJobsStorage__queueServiceUri is set.", nameof(TableServiceUri));
        if (IsByIdentity && StorageAccountName.Length == 0 && QueueServiceUri.Length == 0)
            yield return Wrong("is missing: AzureWebJobsStorage__tableServiceUri is set.", nameof(QueueServiceUri));
        if (TableServiceUri.Length > 0 && !IsHttps(TableServiceUri))
            yield return Wrong("must be an https address.", nameof(TableServiceUri));
        if (QueueServiceUri.Length > 0 && !IsHttps(QueueServiceUri))
            yield return Wrong("must be an https address.", nameof(QueueServiceUri));
        if (!Enum.IsDefined(StorageCredential))
            yield return Wrong("must be managedidentity or empty.", nameof(StorageCredential));
        if (StorageClientId is not null && StorageCredential != StorageCredential.ManagedIdentity)
            yield return Wrong("is set, so AzureWebJobsStorage__credential must be managedidentity.", nameof(StorageClientId));
        if (AzureWebJobsStorage.Length > 0 && !(IsConnection(() => new TableServiceClient(AzureWebJobsStorage)) && (NamesQueues || IsConnection(() => new QueueServiceClient(AzureWebJobsStorage)))))
            yield return Wrong(NoConnection, nameof(AzureWebJobsStorage));
        if (TablesElsewhere && TablesConnection.Length == 0)
            yield return Wrong("is missing: TABLES_ELSEWHERE says that the tables lie in another account.", nameof(TablesConnection));
        if (TablesConnection.Length > 0 && !IsConnection(() => new TableServiceClient(TablesConnection)))
            yield return Wrong(NoConnection, nameof(TablesConnection));
    }

    // A token would be sent to whoever answers there.
    private static bool IsHttps(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;

    // A string that says where its queues are, as the one at home, needs no look by their client, which takes a start some milliseconds to load.
    private bool NamesQueues => AzureWebJobsStorage.Split(';').Any(part => part.StartsWith("QueueEndpoint=", StringComparison.Ordinal) && Uri.TryCreate(part["QueueEndpoint=".Length..], UriKind.Absolute, out _));

    // The clients' own reading is the only one that counts; it asks nobody. What it complains of may hold the key.
    private static bool IsConnection(Func<object> client)
    {
        try
        {
            client();
            return true;
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    private static ValidationResult Wrong(string what, string property) => new(what, [property]);

    private Uri AddressOf(string given, string service) => new(given.Length > 0 ? given.TrimEnd('/') : $"https://{StorageAccountName}.{service}.core.windows.net");
}
