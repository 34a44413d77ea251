using System.Collections.Concurrent;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Mails.Tests;

/// <summary>The mail desk over real storage, with a mailer that does as it is told and a clock that is moved by hand.</summary>
internal sealed class MailWorld : IAsyncDisposable
{
    private const string Batch = "b1";
    private readonly ServiceProvider services;

    private MailWorld(ServiceProvider services) => this.services = services;

    public FakeTimeProvider Clock { get; } = new(MailDay.Noon);

    public StorageRequests Requests => services.GetRequiredService<StorageRequests>();

    public EsikStorage Storage => services.GetRequiredService<EsikStorage>();

    public RecordingMailer Mailer { get; } = new();

    public TestLogs Logs { get; } = new();

    public FixedProgrammes Programmes { get; } = new();

    public MailTroubleTable Troubles => services.GetRequiredService<MailTroubleTable>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public static async Task<MailWorld> CreateAsync(string? connection = null)
    {
        var settings = TestSettings.Create(connection ?? await TestAzurite.TakeAccountAsync(), "https://tickets.example.org/", "unused");
        settings["Organizers"] = "team@example.org";
        MailWorld world = null!;
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.Services.AddSingleton<ILoggerProvider>(_ => world.Logs));
        collection.AddEsik(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddSingleton<TimeProvider>(_ => world.Clock);
        collection.AddSingleton<IMailer>(_ => world.Mailer);
        collection.AddSingleton<IProgrammes>(_ => world.Programmes);
        world = new MailWorld(collection.BuildServiceProvider());
        if (connection is null)
            await world.Storage.PrepareAsync(CancellationToken.None);
        return world;
    }

    /// <summary>Stores guests and the outbox that promises each of them a mail, as the writer's transaction does.</summary>
    public async Task StoreAsync(MailKind kind, params Registration[] guests)
    {
        var partition = Get<SlotTable>().Partition("clay");
        var outbox = new Outbox(Batch, [.. guests.Select(guest => OutboxMail.New(guest.Ticket, kind))], null, null);
        foreach (var rows in guests.Append<ISlotRow>(outbox).Chunk(90))
        {
            await Storage.SlotTransactions.SubmitTransactionAsync(rows.Select(row =>
                new TableTransactionAction(TableTransactionActionType.Add, SlotRowsTable.ToEntity(partition, row, Batch))));
        }
    }

    public Task ReplaceAsync(ISlotRow row) => Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(Get<SlotTable>().Partition("clay"), row, Batch), TableUpdateMode.Replace);

    public Task HandleAsync(DateTimeOffset? since = null, int tries = 0, CancellationToken stop = default) =>
        Get<MailDesk>().HandleAsync(MailIntent.ForBatches("clay", [Batch], since ?? MailDay.Noon) with { Tries = tries }, stop);

    public async Task<Outbox> OutboxAsync() => (await Get<SlotTable>().ReadAsync<Outbox>("clay", Outbox.KeyOf(Batch), CancellationToken.None))!;

    /// <summary>Messages that wait in the queue, hidden ones included.</summary>
    public async Task<int> QueuedAsync() => (await Storage.Mails.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public async ValueTask DisposeAsync() => await services.DisposeAsync();
}

/// <summary>Takes every mail, or answers as told, in order.</summary>
internal sealed class RecordingMailer : IMailer
{
    public ConcurrentQueue<Mail> Sent { get; } = new();

    public ConcurrentQueue<Func<Mail, MailAnswer>> Answers { get; } = new();

    /// <summary>Runs before each mail is taken.</summary>
    public Func<Mail, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public async Task<MailAnswer> SendAsync(Mail mail, CancellationToken stop)
    {
        await Before(mail, stop);
        var answer = Answers.TryDequeue(out var told) ? told(mail) : MailAnswer.Sent;
        if (answer.Outcome == MailOutcome.Sent)
            Sent.Enqueue(mail);
        return answer;
    }
}

internal sealed class FixedProgrammes : IProgrammes
{
    public Programme Current { get; set; } = MailDay.Programme();

    /// <summary>What the next calls throw, in order.</summary>
    public Queue<Exception> Failures { get; } = new();

    public Task<Programme> CurrentAsync(CancellationToken stop) =>
        Failures.TryDequeue(out var failure) ? Task.FromException<Programme>(failure) : Task.FromResult(Current);
}
