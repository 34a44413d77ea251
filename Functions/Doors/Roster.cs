using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>A row with the moment at which storage took it, by storage's own clock, UTC.</summary>
public readonly record struct TimedRow(ISlotRow Row, DateTimeOffset WrittenAt);

/// <summary>How far somebody has read a slot's changes.</summary>
/// <param name="Version">Of the tally that was read first: as long as it stands, nothing has changed.</param>
/// <param name="At">When storage took that tally.</param>
public readonly record struct RosterCursor(long Version, DateTimeOffset At)
{
    /// <summary>Of somebody who has read nothing.</summary>
    public static readonly RosterCursor Nothing = new(0, DateTimeOffset.MinValue);

    /// <summary>A commit may come late and carry an earlier time.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromSeconds(60);

    /// <summary>Whatever was not there when the cursor was made carries at least this time.</summary>
    public DateTimeOffset Since => At - DateTimeOffset.MinValue > LookBack ? At - LookBack : DateTimeOffset.MinValue;

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static RosterCursor? Parse(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2 && long.TryParse(parts[0], System.Globalization.NumberStyles.None, null, out var version)
            && long.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
                ? new(version, new DateTimeOffset(ticks, TimeSpan.Zero))
                : null;
    }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Version}.{At.UtcTicks}");
}

/// <summary>All tickets of one slot as doors know them. Takes rows in any order and more than once; not for several threads.</summary>
/// <param name="nameBytesMax">Of <see cref="RosterName.BytesMaxOf"/>.</param>
public sealed class Roster(int nameBytesMax)
{
    private readonly Dictionary<TicketId, RosterEntry> entries = [];

    public IReadOnlyCollection<RosterEntry> Entries => entries.Values;

    public RosterEntry? Find(TicketId ticket) => entries.GetValueOrDefault(ticket);

    /// <summary>What changed since a cursor, and some of what had changed shortly before.</summary>
    public IReadOnlyCollection<RosterEntry> Since(RosterCursor cursor) => [.. entries.Values.Where(entry => entry.ChangedAt >= cursor.Since)];

    /// <summary>Rows of one reading. An admission counts for the issue that its registration has.</summary>
    public void Take(IReadOnlyCollection<TimedRow> rows)
    {
        foreach (var (row, writtenAt) in rows)
        {
            if (row is Registration registration && RosterEntry.Of(registration, nameBytesMax, writtenAt) is { } entry)
                Take(entry);
        }
        foreach (var (row, writtenAt) in rows)
        {
            if (row is Admission admission && TicketId.Parse(admission.Ticket) is { } ticket && Find(ticket) is { } known && known.Issue == admission.Issue)
                entries[ticket] = known with { Admitted = admission.Admitted, ChangedAt = Later(known.ChangedAt, writtenAt) };
        }
    }

    // Another issue begins with nobody inside, unless an admission of its own, stored with it, says otherwise.
    private void Take(RosterEntry entry)
    {
        var known = Find(entry.Ticket);
        entries[entry.Ticket] = known?.Issue == entry.Issue ? entry with { Admitted = known.Admitted, ChangedAt = Later(known.ChangedAt, entry.ChangedAt) } : entry;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
