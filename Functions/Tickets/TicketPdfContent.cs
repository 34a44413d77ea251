namespace Esik.Tickets;

/// <summary>A fact on a printed ticket, in the guest's language: <c>Where</c>, <c>Great Hall</c>.</summary>
public sealed record TicketPdfFact(string Label, string Value);

/// <summary>
/// All that a printed ticket says, already in the guest's language and the festival's time. Any text is accepted: long ones wrap and
/// then are set smaller, what still has no room is cut with an ellipsis; letters that the font lacks become one visible sign each.
/// </summary>
public sealed record TicketPdfContent
{
    public required string Festival { get; init; }

    /// <summary>The slot's title.</summary>
    public required string Title { get; init; }

    /// <summary>Venue, day and time, party, guest: from top to bottom. Up to six have room.</summary>
    public required IReadOnlyList<TicketPdfFact> Facts { get; init; }

    /// <summary>The token that the QR code carries.</summary>
    public required string Token { get; init; }

    public required ShortCode Code { get; init; }

    /// <summary>One line under the code: what to do with this ticket.</summary>
    public required string Note { get; init; }
}
