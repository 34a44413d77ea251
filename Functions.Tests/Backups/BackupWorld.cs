using System.Globalization;
using Azure.Data.Tables;
using Esik.Audits;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Backups.Tests;

/// <summary>A small festival with guests, and what backup and restore make of it.</summary>
internal sealed class BackupWorld : IAsyncDisposable
{
    private BackupWorld(TestSite site, GuestAnswer guest) => (Site, Guest) = (site, guest);

    public TestSite Site { get; }

    /// <summary>Somebody confirmed, in "clay".</summary>
    public GuestAnswer Guest { get; }

    public static async Task<BackupWorld> StartAsync(TestSiteChoices? choices = null)
    {
        var site = await TestSite.StartAsync(choices);
        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, Late("clay", now), Late("puppets", now)));
        var guest = await new TestGuest("first@example.org", 2).RegisterAsync(site, "clay");
        foreach (var (email, party) in new[] { ("second@example.org", 2), ("waits@example.org", 3) })
            await new TestGuest(email, party).RegisterAsync(site, "clay");
        await new TestGuest("first@example.org", 1).RegisterAsync(site, "puppets");
        await SeatCheck.UntilAsync(async () => (await SeatCheck.RowsAsync<Outbox>(site, "clay", Outbox.Prefix)).All(outbox => !outbox.Pending.Any()), "all mails");
        await SeatCheck.UntilAsync(async () => (await SeatCheck.TallyAsync(site)).WaitingParties == 1, "the tally");
        return new BackupWorld(site, guest);
    }

    /// <summary>An empty site with the same keys.</summary>
    public static Task<TestSite> EmptyAsync() => TestSite.StartAsync();

    public Task<byte[]> BackupAsync(BackupTable? table = null) => BackupAsync(Site, table);

    public static async Task<byte[]> BackupAsync(TestSite site, BackupTable? table = null)
    {
        using var file = new MemoryStream();
        using (var writer = new BackupWriter(file))
        {
            var tickets = site.Get<TicketSettings>();
            writer.Header(new(BackupHeader.FormatName, BackupHeader.VersionNow, TestSettings.FestivalId, TimeProvider.System.GetUtcNow(),
                KeyMarks.Of(site.Get<SiteSettings>().FestivalSecret, tickets.GuestKey, site.Get<TicketKeys>()), null));
            var answer = await new Backup(table ?? site.Get<BackupTable>(), TimeProvider.System).RunAsync(writer, TimeSpan.FromMinutes(1), new Progress<BackupAnswer>(), CancellationToken.None);
            Assert.Equal([], answer.Restless);
            writer.End();
        }
        return file.ToArray();
    }

    public static async Task<RestoreAnswer> RestoreAsync(TestSite site, byte[] file, BackupContents? contents = null, IProgress<RestoreAnswer>? progress = null, CancellationToken stop = default)
    {
        contents ??= await BackupContents.ReadAsync(new MemoryStream(file), CancellationToken.None);
        return await site.Get<Restore>().RunAsync(() => new MemoryStream(file), contents, progress ?? new Progress<RestoreAnswer>(), stop);
    }

    /// <summary>All that storage holds, but when it was written.</summary>
    public static async Task<IReadOnlyList<string>> RowsAsync(TestSite site)
    {
        var rows = new List<string>();
        foreach (var table in (TableClient[])[site.Storage.Slots, site.Storage.Festivals])
        {
            // Rows that are of no festival belong to the storage itself.
            await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey != "~prepared"))
                rows.Add($"{table.Name} {row.PartitionKey} {row.RowKey}: {string.Join(' ', row.Where(column => column.Key is not ("Timestamp" or "odata.etag")).OrderBy(column => column.Key, StringComparer.Ordinal).Select(Text))}");
        }
        return rows;
    }

    /// <summary>What an audit finds, a while later.</summary>
    public static async Task<IReadOnlyList<Damage>> AuditAsync(TestSite site) =>
        [.. (await site.Get<Audit>().RunAsync(new Progress<AuditReport>(), CancellationToken.None)).Findings.Where(finding => !finding.IsNote).Select(finding => finding.Damage)];

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    private static string Text(KeyValuePair<string, object> column) =>
        $"{column.Key}={column.Value.GetType().Name}:{(column.Value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(column.Value, CultureInfo.InvariantCulture))}";

    private static Slot Late(string id, DateTimeOffset now) => TestProgramme.Slot(id, now, capacity: 5) with { Start = now.AddHours(3), End = now.AddHours(5), DoorCloses = now.AddHours(5) };
}
