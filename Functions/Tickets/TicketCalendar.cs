using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using Calendar = Ical.Net.Calendar;
using Duration = NodaTime.Duration;

namespace Esik.Tickets;

/// <summary>A ticket as a calendar knows it; all texts in the guest's language.</summary>
public sealed record TicketEvent
{
    /// <summary>The same for all issues, so that a newer file replaces the older entry; see <see cref="TicketCalendar.Uid"/>.</summary>
    public required string Uid { get; init; }

    /// <summary>Must rise whenever the slot's time or venue, or the ticket, changes; calendars ignore a file with a lower one.</summary>
    public required int Sequence { get; init; }

    public required bool Cancelled { get; init; }

    public required DateTimeOffset Start { get; init; }

    /// <summary>After <see cref="Start"/>; the event ends before this moment.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>The festival's zone, an IANA name such as <c>Asia/Almaty</c>.</summary>
    public required string TimeZone { get; init; }

    public required string Summary { get; init; }

    public required string Location { get; init; }

    public required string Description { get; init; }

    /// <summary>The ticket page, absolute.</summary>
    public required Uri Page { get; init; }

    /// <summary>When this file is made.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Writes a ticket as an iCalendar file (RFC 5545): local times with the zone's rules in the file, UTF-8, folded lines.</summary>
public static class TicketCalendar
{
    /// <summary>The media type to serve and to mail it with. It names the file's own method: mail programs look there first.</summary>
    public static string MediaType(bool cancelled) => $"text/calendar; charset=utf-8; method={Method(cancelled)}";

    /// <summary>The calendar's name for a ticket, stable over its whole life.</summary>
    public static string Uid(string festivalId, TicketId ticket) => $"{ticket}@{festivalId}.esik";

    /// <summary>The file's text. A zone that is not an IANA name is a bug and throws: the programme's import has refused it.</summary>
    public static string Write(TicketEvent ticket)
    {
        var calendar = new Calendar { Method = Method(ticket.Cancelled), ProductId = "-//Esik//Tickets 1//EN" };
        calendar.AddTimeZone(Rules(ticket));
        calendar.Events.Add(new CalendarEvent
        {
            Uid = ticket.Uid,
            Sequence = ticket.Sequence,
            Status = ticket.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            DtStamp = new CalDateTime(ticket.Now.UtcDateTime, CalDateTime.UtcTzId),
            Start = Local(ticket.Start, ticket.TimeZone),
            End = Local(ticket.End, ticket.TimeZone),
            Summary = Plain(ticket.Summary),
            Location = Plain(ticket.Location),
            Description = Plain(ticket.Description),
            Url = ticket.Page,
        });
        return new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The calendar came out empty.");
    }

    private static string Method(bool cancelled) => cancelled ? CalendarMethods.Cancel : CalendarMethods.Publish;

    // What the zone's clocks show during the event: the times that hold then, each from the change before it. The library's own way
    // makes a yearly rule of a single change, and Almaty's of 2024 was one.
    private static VTimeZone Rules(TicketEvent ticket)
    {
        var rules = new VTimeZone(ticket.TimeZone);
        var zone = DateTimeZoneProviders.Tzdb[ticket.TimeZone];
        foreach (var interval in zone.GetZoneIntervals(Instant.FromDateTimeOffset(ticket.Start), Instant.FromDateTimeOffset(ticket.End)))
        {
            var before = interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset : interval.WallOffset;
            var since = interval.HasStart ? interval.Start : NodaConstants.UnixEpoch;
            rules.Children.Add(new VTimeZoneInfo(interval.Savings == Offset.Zero ? "STANDARD" : "DAYLIGHT")
            {
                Start = new CalDateTime(since.WithOffset(before).LocalDateTime.ToDateTimeUnspecified()),
                OffsetFrom = new UtcOffset(before.ToTimeSpan()),
                OffsetTo = new UtcOffset(interval.WallOffset.ToTimeSpan()),
                TimeZoneName = interval.Name,
            });
        }
        return rules;
    }

    private static CalDateTime Local(DateTimeOffset moment, string zone) =>
        new CalDateTime(moment.UtcDateTime, CalDateTime.UtcTzId).ToTimeZone(zone);

    // Commas, semicolons and line feeds are escaped by the library; other control characters are not allowed in iCalendar at all.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t')
                plain.Append(rune);
        }
        return plain.ToString();
    }
}
