using Azure;
using Azure.Data.Tables;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Doors;

/// <summary>Door passes and devices, in the festival's partition.</summary>
public sealed class DoorTable(EsikStorage storage, SiteSettings site)
{
    private const string PassPrefix = "door-pass:";
    private const string DevicePrefix = "device:";

    private static readonly RowMap Passes = new(typeof(DoorPass));
    private static readonly RowMap Devices = new(typeof(DoorDevice));

    public Task AddPassAsync(DoorPass pass, CancellationToken stop) =>
        storage.Festivals.UpsertEntityAsync(Entity(PassPrefix + pass.Id, Passes, pass), TableUpdateMode.Replace, stop);

    public async Task<(DoorPass Pass, string Version)?> PassAsync(string id, CancellationToken stop) =>
        await FindAsync(PassPrefix + id, stop) is { } entity ? ((DoorPass)Passes.Read(entity), entity.ETag.ToString()) : null;

    public async Task<DoorDevice?> DeviceAsync(string id, CancellationToken stop) =>
        await FindAsync(DevicePrefix + id, stop) is { } entity ? (DoorDevice)Devices.Read(entity) : null;

    public Task<IReadOnlyList<DoorDevice>> ListDevicesAsync(CancellationToken stop) => ListAsync<DoorDevice>("device", Devices, stop);

    /// <summary>All that were not forgotten, used ones too.</summary>
    public Task<IReadOnlyList<DoorPass>> ListPassesAsync(CancellationToken stop) => ListAsync<DoorPass>("door-pass", Passes, stop);

    /// <summary>Takes a pass back that nobody used. One that a phone is using at this moment stays as that phone's; once more changes nothing.</summary>
    public async Task RevokePassAsync(string id, CancellationToken stop)
    {
        if (await PassAsync(id, stop) is not { Pass.UsedBy: null } found)
            return;
        try
        {
            await storage.Festivals.DeleteEntityAsync(site.FestivalId, PassPrefix + id, new ETag(found.Version), stop);
        }
        catch (RequestFailedException moved) when (moved.Status is 404 or 412)
        {
            // Used, or taken back by somebody else, since it was read.
        }
    }

    /// <summary>Pairs a device and uses the pass up, both or neither. False: the pass, or the device, is no longer as it was read.</summary>
    public async Task<bool> PairAsync(DoorPass pass, string passVersion, DoorDevice device, CancellationToken stop)
    {
        var actions = new List<TableTransactionAction> { new(TableTransactionActionType.Add, Entity(DevicePrefix + device.Id, Devices, device)) };
        if (!pass.Reusable)
            actions.Add(new(TableTransactionActionType.UpdateReplace, Entity(PassPrefix + pass.Id, Passes, pass with { UsedBy = device.Id }), new ETag(passVersion)));
        try
        {
            await storage.Festivals.SubmitTransactionAsync(actions, stop);
            return true;
        }
        catch (TableTransactionFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>Takes a device's permission away, within 30 seconds everywhere. Once more changes nothing; false when there is no such device.</summary>
    public Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken stop) => MergeAsync(id, nameof(DoorDevice.RevokedAt), now, stop);

    public Task<bool> SeenAsync(string id, DateTimeOffset now, CancellationToken stop) => MergeAsync(id, nameof(DoorDevice.LastSeen), now, stop);

    public Task<bool> HeardLastWordsAsync(string id, DateTimeOffset now, CancellationToken stop) => MergeAsync(id, nameof(DoorDevice.LastWordsAt), now, stop);

    /// <summary>Writes what a device told of itself, and leaves the rest of its row alone: somebody may revoke it at the same moment.</summary>
    public Task<bool> SyncedAsync(DoorDevice device, CancellationToken stop) => MergeAsync(device.Id, stop,
        (nameof(DoorDevice.LastSeen), device.LastSeen!), (nameof(DoorDevice.LastSync), device.LastSync!), (nameof(DoorDevice.Waiting), device.Waiting),
        (nameof(DoorDevice.SetAside), device.SetAside), (nameof(DoorDevice.ClockOffsetSeconds), device.ClockOffsetSeconds));

    /// <summary>Deletes passes and devices whose time ended before a moment, and says how many rows that were.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken stop)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {site.FestivalId} and ((RowKey ge 'device:' and RowKey lt 'device;') or (RowKey ge 'door-pass:' and RowKey lt 'door-pass;')) and ValidUntil lt {before}");
        var forgotten = 0;
        await foreach (var row in storage.Festivals.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: stop))
        {
            await storage.Festivals.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: stop);
            forgotten++;
        }
        return forgotten;
    }

    /// <summary>Forgets what volunteers called their phones, and says of how many. The devices stay paired.</summary>
    public async Task<int> ForgetNamesAsync(CancellationToken stop)
    {
        var forgotten = 0;
        foreach (var device in (await ListDevicesAsync(stop)).Where(device => device.Name.Length > 0))
            forgotten += await MergeAsync(device.Id, nameof(DoorDevice.Name), "", stop) ? 1 : 0;
        return forgotten;
    }

    private Task<bool> MergeAsync(string id, string column, object value, CancellationToken stop) => MergeAsync(id, stop, (column, value));

    private async Task<bool> MergeAsync(string id, CancellationToken stop, params (string Column, object Value)[] columns)
    {
        try
        {
            var entity = new TableEntity(site.FestivalId, DevicePrefix + id);
            foreach (var (column, value) in columns)
                entity[column] = value;
            await storage.Festivals.UpdateEntityAsync(entity, ETag.All, TableUpdateMode.Merge, stop);
            return true;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string kind, RowMap map, CancellationToken stop)
    {
        // ';' follows ':' in the order of keys.
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {site.FestivalId} and RowKey ge {kind + ":"} and RowKey lt {kind + ";"}");
        var found = new List<T>();
        await foreach (var entity in storage.Festivals.QueryAsync<TableEntity>(filter, cancellationToken: stop))
            found.Add((T)map.Read(entity));
        return found;
    }

    private async Task<TableEntity?> FindAsync(string rowKey, CancellationToken stop)
    {
        var found = await storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, rowKey, cancellationToken: stop);
        return found.HasValue ? found.Value : null;
    }

    private TableEntity Entity(string rowKey, RowMap map, object record)
    {
        var entity = new TableEntity(site.FestivalId, rowKey);
        foreach (var (name, value) in map.Columns(record))
            entity[name] = value;
        return entity;
    }
}
