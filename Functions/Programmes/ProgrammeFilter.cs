using Esik.Languages;

namespace Esik.Programmes;

/// <summary>Which slots a guest wants to see. A value that is null asks for nothing.</summary>
public sealed record ProgrammeFilter(string? KindId = null, string? VenueId = null, Language? Spoken = null, bool PlacesOnly = false)
{
    /// <summary>Names in the address.</summary>
    public const string KindField = "kind";
    public const string VenueField = "venue";
    public const string LanguageField = "language";
    public const string PlacesField = "free";

    public bool IsEmpty => this == new ProgrammeFilter();

    /// <summary>
    /// Reads an address. Links grow old and people edit them, so a kind, venue or language that the festival does not have
    /// is left out rather than refused.
    /// </summary>
    /// <param name="value">Gives the value of a query parameter, null when there is none.</param>
    public static ProgrammeFilter Parse(Func<string, string?> value, Programme programme) => new(
        programme.KindById(value(KindField) ?? "")?.Id,
        programme.VenueById(value(VenueField) ?? "")?.Id,
        LanguageCodes.Parse(value(LanguageField)),
        value(PlacesField) is { Length: > 0 } wish && wish != "0");

    /// <summary>A slot that needs no words suits every language.</summary>
    public bool Matches(SlotView view) =>
        (KindId is null || view.Slot.KindId == KindId)
        && (VenueId is null || view.Slot.VenueId == VenueId)
        && (Spoken is null || view.Slot.Languages.Count == 0 || view.Slot.Languages.Contains(Spoken.Value))
        && (!PlacesOnly || view.Availability.HasPlaces);

    /// <summary>The filter as the tail of an address, with its question mark; empty when nothing is asked for. <see cref="Parse"/> reads it back.</summary>
    public string ToQuery()
    {
        (string Name, string? Value)[] parts =
            [(KindField, KindId), (VenueField, VenueId), (LanguageField, Spoken?.Code()), (PlacesField, PlacesOnly ? "1" : null)];
        var given = parts.Where(part => part.Value is not null).Select(part => $"{part.Name}={part.Value}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }
}
