using Esik.Languages;

namespace Esik.Programmes;

/// <summary>A place where slots happen. It has no capacity of its own: capacity belongs to a slot.</summary>
public sealed record Venue
{
    /// <summary><c>[a-z0-9-]{1,40}</c>.</summary>
    public required string Id { get; init; }

    public required LocalText Name { get; init; }

    /// <summary>How one finds it: address, entrance, floor. One line.</summary>
    public LocalText? Where { get; init; }

    /// <summary>Steps, lifts, induction loops, quiet corners.</summary>
    public LocalText? Accessibility { get; init; }
}
