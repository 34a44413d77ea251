using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Esik.Doors;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>News of a slot that have not reached all its registrations yet, and since which import.</summary>
/// <param name="Mail">Why its guests are written to; null when only its offers and its line have to be looked at.</param>
public sealed record UntoldNews(SlotMail? Mail, string Stamp);

/// <summary>A slot as it is stored: with news of which its guests were not all told yet, because an import broke off.</summary>
public sealed record StoredSlot(Slot Slot, UntoldNews? Untold);

/// <param name="Version">Storage's own, for <see cref="ProgrammeTable.ReplaceSlotAsync"/>.</param>
public sealed record KnownSlot(StoredSlot Stored, string Version);

/// <summary>The programme in the festival's partition: a row for the festival, for each venue and for each slot.</summary>
public sealed class ProgrammeTable(EsikStorage storage, SiteSettings site)
{
    /// <summary>The row without which there is no programme.</summary>
    public const string FestivalKey = "festival";

    private const string VenuePrefix = "venue:";
    private const string SlotPrefix = "slot:";
    private const string FactsColumn = "Facts";

    // A column holds 32,768 letters of UTF-16; what is longer, such as very many doors, goes on in the next column. A row holds 30 of them.
    private const int ColumnLettersMax = 30_000;

    private const string UntoldColumn = "Untold";

    internal sealed record FestivalFacts(Festival Festival, IReadOnlyList<Kind> Kinds, IReadOnlyList<Door> Doors, IReadOnlyList<string> VenueOrder, ushort NumberLast);

    /// <summary>The stored programme; null before the first import.</summary>
    /// <exception cref="ArgumentException">An import wrote between the reads of slots and of festival: read again.</exception>
    public async Task<Programme?> ReadAsync(CancellationToken stop)
    {
        var facts = FactsAsync(stop);
        var venues = ListAsync<Venue>(VenuePrefix, stop);
        var slots = SlotsAsync(stop);
        await Task.WhenAll(facts, venues, slots);
        if (await facts is not { } festival)
            return null;
        var ordered = (await venues).OrderBy(venue => festival.VenueOrder.Contains(venue.Id) ? festival.VenueOrder.ToList().IndexOf(venue.Id) : int.MaxValue);
        return new Programme(festival.Festival, [.. ordered], festival.Kinds, festival.Doors, (await slots).Select(slot => slot.Slot), festival.NumberLast);
    }

    /// <summary>Whether a programme was imported.</summary>
    public async Task<bool> IsThereAsync(CancellationToken stop) =>
        (await storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, FestivalKey, ["RowKey"], stop)).HasValue;

    public async Task<IReadOnlyList<StoredSlot>> SlotsAsync(CancellationToken stop)
    {
        var slots = new List<StoredSlot>();
        await foreach (var entity in QueryAsync(SlotPrefix, stop))
            slots.Add(SlotOf(entity));
        return slots;
    }

    /// <summary>One slot as it is stored; null when there is none.</summary>
    public async Task<KnownSlot?> FindSlotAsync(string slot, CancellationToken stop)
    {
        var row = await storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, SlotPrefix + slot, cancellationToken: stop);
        return row.HasValue ? new KnownSlot(SlotOf(row.Value!), row.Value!.ETag.ToString()) : null;
    }

    /// <summary>Replaces a slot that was found; false, and nothing changed, when somebody else wrote it since or removed it.</summary>
    public async Task<bool> ReplaceSlotAsync(StoredSlot slot, string version, CancellationToken stop)
    {
        try
        {
            await storage.Festivals.UpdateEntityAsync(ToEntity(SlotPrefix + slot.Slot.Id, new SlotRow(slot.Slot), slot.Untold), new ETag(version), TableUpdateMode.Replace, stop);
            return true;
        }
        catch (RequestFailedException other) when (other.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Stores everything but slots. Venues that the programme no longer has stay until <see cref="ForgetVenuesAsync"/>: slots may still name them.</summary>
    public async Task WriteFestivalAsync(Programme programme, CancellationToken stop)
    {
        foreach (var venue in programme.Venues)
            await WriteAsync(VenuePrefix + venue.Id, venue, null, stop);
        var order = programme.Venues.Select(venue => venue.Id).ToList();
        await WriteAsync(FestivalKey, new FestivalFacts(programme.Festival, programme.Kinds, programme.Doors, order, programme.NumberLast), null, stop);
    }

    public Task WriteSlotAsync(StoredSlot slot, CancellationToken stop) => WriteAsync(SlotPrefix + slot.Slot.Id, new SlotRow(slot.Slot), slot.Untold, stop);

    /// <summary>Removes a slot's facts; once more changes nothing.</summary>
    public Task RemoveSlotAsync(string slot, CancellationToken stop) => RemoveAsync(SlotPrefix + slot, stop);

    public async Task ForgetVenuesAsync(Programme programme, CancellationToken stop)
    {
        foreach (var venue in (await ListAsync<Venue>(VenuePrefix, stop)).Where(venue => programme.VenueById(venue.Id) is null))
            await RemoveAsync(VenuePrefix + venue.Id, stop);
    }

    private async Task<FestivalFacts?> FactsAsync(CancellationToken stop)
    {
        var row = await storage.Festivals.GetEntityIfExistsAsync<TableEntity>(site.FestivalId, FestivalKey, cancellationToken: stop);
        return row.HasValue ? Facts<FestivalFacts>(row.Value!) : null;
    }

    private async Task<List<T>> ListAsync<T>(string prefix, CancellationToken stop)
    {
        var things = new List<T>();
        await foreach (var entity in QueryAsync(prefix, stop))
            things.Add(Facts<T>(entity));
        return things;
    }

    private AsyncPageable<TableEntity> QueryAsync(string prefix, CancellationToken stop)
    {
        var end = prefix[..^1] + (char)(prefix[^1] + 1);
        return storage.Festivals.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {site.FestivalId} and RowKey ge {prefix} and RowKey lt {end}"), cancellationToken: stop);
    }

    private Task WriteAsync(string rowKey, object facts, UntoldNews? untold, CancellationToken stop) =>
        storage.Festivals.UpsertEntityAsync(ToEntity(rowKey, facts, untold), TableUpdateMode.Replace, stop);

    private TableEntity ToEntity(string rowKey, object facts, UntoldNews? untold)
    {
        var entity = new TableEntity(site.FestivalId, rowKey);
        foreach (var (part, text) in JsonSerializer.Serialize(facts, ProgrammeJson.Options).Chunk(ColumnLettersMax).Index())
            entity[FactsColumn + part] = new string(text);
        if (untold is not null)
            entity[UntoldColumn] = JsonSerializer.Serialize(untold, ProgrammeJson.Options);
        return entity;
    }

    private static StoredSlot SlotOf(TableEntity entity)
    {
        var untold = entity.GetString(UntoldColumn) is { } text ? JsonSerializer.Deserialize<UntoldNews>(text, ProgrammeJson.Options) : null;
        return new StoredSlot(Facts<SlotRow>(entity).ToSlot(), untold);
    }

    private Task RemoveAsync(string rowKey, CancellationToken stop) => storage.Festivals.DeleteEntityAsync(site.FestivalId, rowKey, ETag.All, stop);

    private static T Facts<T>(TableEntity entity) =>
        JsonSerializer.Deserialize<T>(string.Concat(Enumerable.Range(0, entity.Count).Select(part => entity.GetString(FactsColumn + part)).TakeWhile(text => text is not null)), ProgrammeJson.Options) ?? throw new JsonException($"The row {entity.RowKey} holds no facts.");
}
