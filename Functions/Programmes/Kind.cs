using Esik.Languages;

namespace Esik.Programmes;

/// <summary>What sort of thing a slot is: master class, theatre, talk. Each festival lists its own.</summary>
/// <param name="Id"><c>[a-z0-9-]{1,40}</c>.</param>
public sealed record Kind(string Id, LocalText Name);
