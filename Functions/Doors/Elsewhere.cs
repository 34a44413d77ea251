using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;

namespace Esik.Doors;

/// <summary>Where else one can go with a ticket of this festival: what a door says to whoever stands at the wrong one. Public, and the same for every device.</summary>
/// <param name="Version">Changes when one of the others does.</param>
/// <param name="Venues">Names. Null, as are the slots, when the device has this version.</param>
public sealed record ElsewhereJson(string Version, IReadOnlyList<LocalText>? Venues, IReadOnlyList<ElsewhereSlotJson>? Slots);

/// <param name="Number">As tickets say it.</param>
/// <param name="Venue">Place in the list of venues, from 0.</param>
public sealed record ElsewhereSlotJson(int Number, LocalText Title, int Venue, DateTimeOffset Start);

/// <summary>The slots that have tickets, made once for each programme.</summary>
internal static class Elsewhere
{
    private const int VersionBytes = 9;

    private static readonly ConditionalWeakTable<Programme, ElsewhereJson> Made = [];

    /// <param name="programme"></param>
    /// <param name="known">The version that the device has; null for a page that does not ask for it.</param>
    public static ElsewhereJson? Of(Programme programme, string? known)
    {
        if (known is null)
            return null;
        var all = Made.GetValue(programme, Make);
        return all.Version == known ? all with { Venues = null, Slots = null } : all;
    }

    private static ElsewhereJson Make(Programme programme)
    {
        var slots = programme.Slots.Where(slot => slot is { OpenEntrance: false, Number: > 0 }).ToList();
        var venues = slots.Select(programme.VenueOf).Distinct().ToList();
        var told = new ElsewhereJson("", [.. venues.Select(venue => venue.Name)], [.. slots.Select(slot => new ElsewhereSlotJson(slot.Number, slot.Title, venues.IndexOf(programme.VenueOf(slot)), slot.Start))]);
        return told with { Version = Convert.ToBase64String(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(told, EsikJson.Options)).AsSpan(0, VersionBytes)) };
    }
}
