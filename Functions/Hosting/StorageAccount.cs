using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;

namespace Esik.Hosting;

/// <summary>The way into the storage account: its connection string, or its addresses and an identity, whose tokens all clients share.</summary>
public sealed class StorageAccount(StorageSettings settings)
{
    private readonly TokenCredential? identity = settings.IsByIdentity ? CredentialOf(settings) : null;

    public TableServiceClient Tables(TableClientOptions options) => (settings.TablesConnection, identity) switch
    {
        ({ Length: > 0 } connection, _) => new TableServiceClient(connection, options),
        (_, { } token) => new TableServiceClient(settings.Tables, token, options),
        _ => new TableServiceClient(settings.AzureWebJobsStorage, options),
    };

    public QueueServiceClient Queues(QueueClientOptions options) => identity is { } token
        ? new QueueServiceClient(settings.Queues, token, options)
        : new QueueServiceClient(settings.AzureWebJobsStorage, options);

    // Asking for one identity by name is quicker than trying all that a machine may have, and never takes a wrong one.
    private static TokenCredential CredentialOf(StorageSettings settings) => settings.StorageCredential switch
    {
        StorageCredential.ManagedIdentity => new ManagedIdentityCredential(settings.StorageClientId is { } id
            ? ManagedIdentityId.FromUserAssignedClientId(id.ToString())
            : ManagedIdentityId.SystemAssigned),
        _ => new DefaultAzureCredential(),
    };
}
