using FsCheck.Xunit;
using Ical.Net;
using Ical.Net.CalendarComponents;

namespace Esik.Tickets;

public class TicketCalendarTests
{
    private static readonly TicketEvent Event = new()
    {
        Uid = TicketCalendar.Uid("art-energy", TicketKit.Ticket),
        Sequence = 3,
        Cancelled = false,
        Start = new DateTimeOffset(2026, 9, 15, 13, 0, 0, TimeSpan.Zero),
        End = new DateTimeOffset(2026, 9, 15, 14, 30, 0, TimeSpan.Zero),
        TimeZone = "Asia/Almaty",
        Summary = "Қуыршақ театры; \"Сергей Сон\", 2 \\ орын",
        Location = "Үлкен зал, DEPO",
        Description = "Бірінші жол\nЕкінші жол",
        Page = new Uri("https://esik.example/kk/tickets/ACgAESIzRFVmdwARIjNEVWZ3"),
        Now = new DateTimeOffset(2026, 9, 1, 10, 0, 0, TimeSpan.Zero),
    };

    [Fact]
    public void A_calendar_reads_back_what_the_ticket_says()
    {
        var read = Read(TicketCalendar.Write(Event));

        Assert.Equal(Event.Uid, read.Uid);
        Assert.Equal(3, read.Sequence);
        Assert.Equal("CONFIRMED", read.Status);
        Assert.Equal(Event.Start.UtcDateTime, read.Start!.AsUtc);
        Assert.Equal(Event.End.UtcDateTime, read.End!.AsUtc);
        Assert.Equal("Asia/Almaty", read.Start.TzId);
        Assert.Equal(Event.Summary, read.Summary);
        Assert.Equal(Event.Location, read.Location);
        Assert.Equal(Event.Description, read.Description);
        Assert.Equal(Event.Page, read.Url);
        Assert.Equal(Event.Now.UtcDateTime, read.DtStamp!.AsUtc);
    }

    // Almaty moved to UTC+5 on 1 March 2024: a calendar that does not know must learn it from the file.
    [Fact]
    public void The_file_brings_the_zones_rules()
    {
        var text = TicketCalendar.Write(Event);

        Assert.Contains("DTSTART;TZID=Asia/Almaty:20260915T180000", text, StringComparison.Ordinal);
        var zone = Assert.Single(Calendar.Load(text)!.TimeZones);
        Assert.Equal("Asia/Almaty", zone.TzId);
        Assert.Contains(
            "BEGIN:STANDARD\r\nDTSTART:20240301T000000\r\nTZNAME:+05\r\nTZOFFSETFROM:+0600\r\nTZOFFSETTO:+0500\r\nEND:STANDARD",
            text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Etc/UTC", "+0000")]
    [InlineData("Asia/Kolkata", "+0530")]
    [InlineData("America/St_Johns", "-0230")]
    public void Any_zones_rules_can_be_written(string zone, string offset)
    {
        var text = TicketCalendar.Write(Event with { TimeZone = zone });

        Assert.Contains($"TZOFFSETTO:{offset}", text, StringComparison.Ordinal);
        Assert.Equal(Event.Start.UtcDateTime, Read(text).Start!.AsUtc);
    }

    [Fact]
    public void An_event_over_the_change_of_clocks_has_both_rules()
    {
        var night = Event with
        {
            TimeZone = "Europe/Berlin",
            Start = new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero),
            End = new(2026, 10, 25, 4, 0, 0, TimeSpan.Zero),
        };
        var text = TicketCalendar.Write(night);

        Assert.Contains("BEGIN:DAYLIGHT", text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:STANDARD\r\nDTSTART:20261025T030000", text, StringComparison.Ordinal);
        Assert.Equal(night.End.UtcDateTime, Read(text).End!.AsUtc);
    }

    [Fact]
    public void A_cancelled_ticket_says_so_under_the_same_name()
    {
        var read = Read(TicketCalendar.Write(Event with { Cancelled = true, Sequence = 4 }));

        Assert.Equal("CANCELLED", read.Status);
        Assert.Equal(4, read.Sequence);
        Assert.Equal(Event.Uid, read.Uid);
    }

    [Fact]
    public void A_line_break_in_a_title_adds_no_property()
    {
        var text = TicketCalendar.Write(Event with { Summary = "Кеш\r\nATTENDEE:mailto:x@example.kz\rX-A:1\0\u0007" });

        Assert.DoesNotContain("\nATTENDEE", text, StringComparison.Ordinal);
        Assert.Equal("Кеш\nATTENDEE:mailto:x@example.kz\nX-A:1", Read(text).Summary);
    }

    [Fact]
    public void Lines_are_folded_at_75_bytes_and_end_in_both_characters()
    {
        var text = TicketCalendar.Write(Event with { Summary = new string('Қ', 300) });

        var lines = text.Split("\r\n");
        Assert.DoesNotContain('\n', string.Concat(lines));
        Assert.All(lines, line => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Equal(new string('Қ', 300), Read(text).Summary);
    }

    [Property(MaxTest = 200)]
    public void Any_text_makes_a_calendar_with_one_event(string? summary, string? location)
    {
        var read = Read(TicketCalendar.Write(Event with { Summary = summary ?? "", Location = location ?? "" }));

        Assert.Equal(Event.Uid, read.Uid);
        Assert.Empty(read.Attendees);
    }

    private static CalendarEvent Read(string text) => Assert.Single(Calendar.Load(text)!.Events);
}
