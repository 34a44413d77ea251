namespace Esik.Doors;

/// <summary>A guest's line on the printed door list.</summary>
/// <param name="Heading">The letter under which the name stands; empty for a name that begins with none.</param>
/// <param name="Party">Places, 1 to 6: so many boxes.</param>
/// <param name="Admitted">Places that had come in when the list was printed: their boxes are crossed already.</param>
/// <param name="Code">For people: <c>ABCD-EFGH</c>.</param>
public sealed record DoorListRow(string Heading, string Name, int Party, int Admitted, string Code);

/// <summary>All that a printed door list says, already in the reader's language and the festival's time.</summary>
public sealed record DoorListContent
{
    public required string Festival { get; init; }

    /// <summary>The slot's title.</summary>
    public required string Title { get; init; }

    /// <summary>One line: when and where, and which door.</summary>
    public required string Facts { get; init; }

    /// <summary>One line: how many guests and places, and when this was printed.</summary>
    public required string Printed { get; init; }

    /// <summary>One line at the foot: what to do with the list.</summary>
    public required string Note { get; init; }

    /// <summary>What stands for an empty list.</summary>
    public required string Empty { get; init; }

    /// <summary>The page's number and how many there are, from 1: "3 / 12" in words.</summary>
    public required Func<int, int, string> PageOf { get; init; }

    /// <summary>In order.</summary>
    public required IReadOnlyList<DoorListRow> Rows { get; init; }
}
