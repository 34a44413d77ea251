using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Programmes.Tests;

/// <summary>One process that imports and registers over real storage, without a web server. Several may share a storage account.</summary>
internal sealed class ImportWorld : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ImportWorld(ServiceProvider services, string connection) => (this.services, Connection) = (services, connection);

    public string Connection { get; }

    public StorageWatch Watch => (StorageWatch)services.GetRequiredService<StorageRequests>();

    public EsikStorage Storage => services.GetRequiredService<EsikStorage>();

    public static async Task<ImportWorld> CreateAsync(string? connection = null, TimeProvider? clock = null, string? festival = null, string? zone = null)
    {
        connection ??= await TestAzurite.TakeAccountAsync();
        var settings = TestSettings.Create(connection, "https://tickets.example.org/", "unused");
        settings["FestivalId"] = festival ?? TestSettings.FestivalId;
        settings["FestivalTimeZone"] = zone;
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddEsik(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        collection.AddSingleton<StorageRequests, StorageWatch>();
        collection.AddSingleton(clock ?? TimeProvider.System);
        var world = new ImportWorld(collection.BuildServiceProvider(), connection);
        await world.Storage.PrepareAsync(CancellationToken.None);
        return world;
    }

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task<ImportResult> ImportAsync(Programme programme) => Get<ProgrammeImport>().RunAsync(programme, new Progress<string>(), CancellationToken.None);

    /// <summary>Imports and is killed after so many writes; false when the import came to its end before.</summary>
    public async Task<bool> ImportAndDieAsync(Programme programme, int writes)
    {
        Watch.EndAfter(writes);
        try
        {
            await ImportAsync(programme);
            return false;
        }
        catch (Exception death) when (death is KilledException or BusyException)
        {
            return true;
        }
    }

    public Task<Programme?> ProgrammeAsync() => Get<ProgrammeTable>().ReadAsync(CancellationToken.None);

    public async Task<Registration?> RegisterAsync(string slotId, string email, int party = 1)
    {
        var slot = (await ProgrammeAsync())!.SlotById(slotId)!;
        var signUp = SignUp.Read(new SignUpInput("Айгүл Әбенова", email, $"{party}", "kk", true, SignUp.NewRequestId()), slot.PartyMax, Language.Kazakh).SignUp!;
        return (await Get<RegistrationDesk>().RegisterAsync(slot, signUp, CancellationToken.None))?.Registration;
    }

    public async Task<Ledger> LedgerAsync(string slot) => (await Get<SlotTable>().ReadLedgerAsync(slot, CancellationToken.None))!.Ledger;

    /// <summary>Every row of both tables with all its columns and its version, a line each.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = new List<string>();
        foreach (var table in new[] { Storage.Festivals, Storage.Slots })
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
                rows.Add($"{table.Name}: {string.Join(" | ", row.OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}"))}");
        }
        return rows;
    }

    /// <summary>Every mail that an outbox of a slot promises, as the guest's ticket and the kind.</summary>
    public async Task<IReadOnlyList<(string Ticket, MailKind Kind)>> PromisedAsync(string slot)
    {
        var rows = await Get<SlotTable>().ListAsync(slot, Outbox.Prefix, CancellationToken.None).ToListAsync();
        return [.. rows.SelectMany(row => ((Outbox)row.Row).Mails).Select(mail => (mail.Ticket, mail.Kind))];
    }

    /// <summary>Ends as a process does that is asked to: with all tallies written. After it was killed nothing more is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await Get<SlotWriters>().StopAsync(CancellationToken.None);
        await services.DisposeAsync();
    }
}
