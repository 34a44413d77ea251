using Azure;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Languages;
using Esik.Mails;

namespace Esik.Organizers;

/// <summary>A link as it was read, and the version that a change of it must still find.</summary>
public sealed record KnownLink(OrganizerLink Link, string Version);

/// <summary>Sign-in links and sessions of organizers, rows <c>organizer:link-{id}</c> and <c>organizer:session-{key}</c> of table <c>festivals</c>.</summary>
public sealed class OrganizerTable(EsikStorage storage, SiteSettings site, TimeProvider clock)
{
    private const string Prefix = "organizer:";
    private const string LinkPrefix = Prefix + "link-";
    private const string SessionPrefix = Prefix + "session-";

    // The mail's message shows itself only when the row that it names has usually been stored.
    private static readonly TimeSpan AnnounceDelay = TimeSpan.FromSeconds(1);

    /// <summary>Announces the mail, then stores the link: a crash in between sends nothing and loses nothing.</summary>
    /// <exception cref="Slots.BusyException">Storage does not answer; so with all that this table is asked for.</exception>
    public async Task AnnounceAsync(OrganizerLink link, CancellationToken stop)
    {
        var intent = MailIntent.ForSignIn(link.Id, clock.GetUtcNow()).ToJson();
        await StorageOutage.AsBusyAsync(() => storage.Mails.SendMessageAsync(intent, AnnounceDelay, cancellationToken: stop), stop);
        await AddAsync(link, stop);
    }

    /// <summary>Stores a new link; nothing is mailed.</summary>
    public Task AddAsync(OrganizerLink link, CancellationToken stop) => PutAsync(ToEntity(link), stop);

    public async Task<KnownLink?> LinkAsync(string id, CancellationToken stop) =>
        await ReadAsync(LinkPrefix + id, stop) is { } row ? new KnownLink(ToLink(row), row.ETag.ToString()) : null;

    /// <summary>Stores a changed link; false when somebody changed it meanwhile.</summary>
    public async Task<bool> ChangeAsync(KnownLink known, OrganizerLink changed, CancellationToken stop)
    {
        try
        {
            await StorageOutage.AsBusyAsync(() => storage.Festivals.UpdateEntityAsync(ToEntity(changed), new ETag(known.Version), TableUpdateMode.Replace, stop), stop);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Stores a session; storing the same one again changes nothing.</summary>
    public Task SaveAsync(OrganizerSession session, CancellationToken stop) => PutAsync(
        new TableEntity(site.FestivalId, SessionPrefix + session.Key)
        {
            [nameof(session.Email)] = session.Email,
            [nameof(session.Expires)] = session.Expires,
            [nameof(session.ByHost)] = session.ByHost,
        },
        stop);

    public async Task<OrganizerSession?> SessionAsync(string key, CancellationToken stop) =>
        await ReadAsync(SessionPrefix + key, stop) is { } row
            ? new OrganizerSession(key, row.GetString("Email"), row.GetDateTimeOffset("Expires")!.Value, row.GetBoolean("ByHost") == true)
            : null;

    /// <summary>Ends a session everywhere. Ending it twice is no mistake.</summary>
    public Task EndAsync(string key, CancellationToken stop) =>
        StorageOutage.AsBusyAsync(() => storage.Festivals.DeleteEntityAsync(site.FestivalId, SessionPrefix + key, cancellationToken: stop), stop);

    /// <summary>Deletes what expired before a moment, and says how many rows that were.</summary>
    public Task<int> ForgetAsync(DateTimeOffset before, CancellationToken stop) =>
        DeleteAsync(TableClient.CreateQueryFilter(
            $"PartitionKey eq {site.FestivalId} and RowKey ge {Prefix} and RowKey lt {"organizer;"} and Expires lt {before}"), stop);

    /// <summary>Deletes every link and session that names a person, and says how many: all but those of whoever runs the machine.</summary>
    public Task<int> ForgetPeopleAsync(CancellationToken stop) =>
        DeleteAsync(TableClient.CreateQueryFilter(
            $"PartitionKey eq {site.FestivalId} and RowKey ge {Prefix} and RowKey lt {"organizer;"} and (Reusable eq false or ByHost eq false)"), stop);

    private async Task<int> DeleteAsync(string filter, CancellationToken stop)
    {
        var forgotten = 0;
        await foreach (var row in storage.Festivals.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stop))
        {
            await storage.Festivals.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: stop);
            forgotten++;
        }
        return forgotten;
    }

    private Task PutAsync(TableEntity row, CancellationToken stop) =>
        StorageOutage.AsBusyAsync(() => storage.Festivals.UpsertEntityAsync(row, TableUpdateMode.Replace, stop), stop);

    private async Task<TableEntity?> ReadAsync(string rowKey, CancellationToken stop)
    {
        var row = await StorageOutage.AsBusyAsync(() => storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, rowKey, cancellationToken: stop), stop);
        return row.HasValue ? row.Value : null;
    }

    private TableEntity ToEntity(OrganizerLink link) => new(site.FestivalId, LinkPrefix + link.Id)
    {
        [nameof(link.Email)] = link.Email,
        [nameof(link.Expires)] = link.Expires,
        [nameof(link.Reusable)] = link.Reusable,
        [nameof(link.Language)] = link.Language.Code(),
        [nameof(link.ReturnPath)] = link.ReturnPath,
        [nameof(link.UsedBy)] = link.UsedBy,
        [nameof(link.UsedAt)] = link.UsedAt,
        [nameof(link.MailedAt)] = link.MailedAt,
    };

    private static OrganizerLink ToLink(TableEntity row) => new(
        row.RowKey[LinkPrefix.Length..],
        row.GetString("Email"),
        row.GetDateTimeOffset("Expires")!.Value,
        row.GetBoolean("Reusable") == true,
        LanguageCodes.Parse(row.GetString("Language"))!.Value,
        row.GetString("ReturnPath"),
        row.GetString("UsedBy"),
        row.GetDateTimeOffset("UsedAt"),
        row.GetDateTimeOffset("MailedAt"));
}
