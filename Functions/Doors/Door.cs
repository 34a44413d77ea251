using Esik.Languages;

namespace Esik.Doors;

/// <summary>A place where tickets are scanned. It admits to every slot of its venues.</summary>
/// <param name="Id"><c>[a-z0-9-]{1,40}</c>.</param>
/// <param name="VenueIds">At least one; a venue may be reached through several doors.</param>
public sealed record Door(string Id, LocalText Name, IReadOnlyList<string> VenueIds);
