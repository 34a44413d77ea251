using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Queues;

namespace Esik.Hosting;

/// <summary>The clients of the festival's storage account. One per process; all are safe to share.</summary>
public sealed class EsikStorage
{
    /// <summary>How long one try may take. Tries are bounded so that nobody waits on a request that got lost.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(4);

    public EsikStorage(StorageSettings settings, StorageRequests requests)
    {
        var account = new StorageAccount(settings);
        var reads = account.Tables(TableOptions(requests, retries: 3));
        Slots = reads.GetTableClient("slots");
        Festivals = reads.GetTableClient("festivals");
        SlotTransactions = account.Tables(TableOptions(requests, retries: 0)).GetTableClient("slots");
        queues = new(() => account.Queues(QueueOptions(requests)));
        mails = new(() => Queue(Queues.Mails));
    }

    // No festival's id has a tilde. The row names the last queue that was added, so that a newer version creates its own.
    private const string PreparedPartition = "~prepared";

    // Made when first used: the first guest of a process looks at no queue.
    private readonly Lazy<QueueServiceClient> queues;
    private readonly Lazy<QueueClient> mails;
    private volatile bool isPrepared;

    /// <summary>Rows of slots, for reading: the client repeats a failed read by itself.</summary>
    public TableClient Slots { get; }

    /// <summary>Rows of slots, for transactions: never repeated by the client, because a repeated transaction whose first answer was lost reads as a conflict with itself.</summary>
    public TableClient SlotTransactions { get; }

    /// <summary>The programme, door devices, and organizers' links and sessions.</summary>
    public TableClient Festivals { get; }

    /// <summary>Intents: what must follow a transaction.</summary>
    public QueueClient Mails => mails.Value;

    /// <summary>Any queue by its name, with the encoding that the Functions host expects.</summary>
    public QueueClient Queue(string name) => queues.Value.GetQueueClient(name);

    /// <summary>About how many messages lie in a queue, those that somebody handles right now among them.</summary>
    public async Task<int> CountAsync(string queue, CancellationToken stop) => (await Queue(queue).GetPropertiesAsync(stop)).Value.ApproximateMessagesCount;

    /// <summary>Makes sure, in one request as a rule, that tables and queues were created once.</summary>
    public async Task PrepareAsync(CancellationToken stop)
    {
        if (isPrepared)
            return;
        if (!(await Festivals.GetEntityIfExistsAsync<TableEntity>(PreparedPartition, Queues.Mails, cancellationToken: stop)).HasValue)
            await CreateAsync(stop);
        isPrepared = true;
    }

    /// <summary>Creates the tables and queues that are not there. Safe to call from several processes at once.</summary>
    public async Task CreateAsync(CancellationToken stop)
    {
        await Task.WhenAll(Slots.CreateIfNotExistsAsync(stop), Festivals.CreateIfNotExistsAsync(stop));
        await Task.WhenAll(Queues.All.SelectMany(name => new[] { name, Queues.Poison(name) }).Select(name => Queue(name).CreateIfNotExistsAsync(cancellationToken: stop)));
        await Festivals.UpsertEntityAsync(new TableEntity(PreparedPartition, Queues.Mails), TableUpdateMode.Replace, stop);
    }

    private static TableClientOptions TableOptions(StorageRequests requests, int retries)
    {
        var options = new TableClientOptions();
        Shape(options, requests, retries);
        return options;
    }

    private QueueClientOptions QueueOptions(StorageRequests requests)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        Shape(options, requests, retries: 3);
        options.MessageDecodingFailed += PoisonAsync;
        return options;
    }

    // The Functions host poisons a message that is no Base64 at its first receipt; without a handler the client would throw and
    // give the other messages of the same receipt to nobody.
    private async Task PoisonAsync(QueueMessageDecodingFailedEventArgs failed)
    {
        if (failed.ReceivedMessage is not { } message)
            return;
        await Queue(Queues.Poison(failed.Queue.Name)).SendMessageAsync(message.Body, cancellationToken: failed.CancellationToken);
        await failed.Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, failed.CancellationToken);
    }

    private static void Shape(ClientOptions options, StorageRequests requests, int retries)
    {
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TryTimeout;
        options.Diagnostics.IsLoggingEnabled = false;
        options.AddPolicy(requests, HttpPipelinePosition.PerRetry);
    }
}

/// <summary>Names of the storage queues.</summary>
public static class Queues
{
    public const string Mails = "mails";

    public static readonly IReadOnlyList<string> All = [Mails];

    /// <summary>Where the Functions host, and Standalone like it, puts a message that failed five times.</summary>
    public static string Poison(string queue) => queue + "-poison";
}
