using System.Buffers.Binary;
using System.Text;
using Esik.Languages;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>What phones get of a slot's tickets: its size, its secrets, and that a change is never missed.</summary>
public class RosterTests
{
    private const int Many = 25_000;
    private const int BytesMax = 1_500_000;

    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Twenty_five_thousand_tickets_with_kazakh_names_fit_into_one_and_a_half_megabytes()
    {
        var roster = new Roster(RosterName.BytesMaxOf(Many));
        var signature = new byte[TicketToken.SignatureLength];
        for (var number = 0; number < Many; number++)
            roster.Take([new(Guest(number, RosterNames.Of(number)) with { Signature = signature }, Noon)]);
        Assert.Equal(Many, roster.Entries.Count);
        Assert.InRange(RosterBytes.Write(roster.Entries).Length, Many * 40, BytesMax);
    }

    [Fact]
    public void The_longest_names_fit_as_well()
    {
        var entry = RosterEntry.Of(Guest(1, "Нұрсұлтан Тұрсынбекұлы Әбдіғаппаров") with { Signature = new byte[TicketToken.SignatureLength] }, RosterName.BytesMaxOf(Many), Noon)!;
        Assert.InRange(RosterBytes.Write([entry]).Length - 8, 1, BytesMax / Many);
    }

    [Fact]
    public void A_roster_is_laid_out_as_written_down()
    {
        var guest = Guest(7, "Айгүл") with { Issue = 3, Party = 4, NameVersion = 2, Signature = [.. Enumerable.Range(0, 64).Select(number => (byte)number)] };
        var roster = new Roster(RosterName.BytesMax);
        roster.Take([new(new Admission(guest.Ticket, 3, 1, null, null, null, null), Noon), new(guest, Noon)]);
        var bytes = RosterBytes.Write(roster.Entries);
        Assert.Equal("ESR2", Encoding.ASCII.GetString(bytes.AsSpan(0, 4)));
        Assert.Equal(1, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
        Assert.Equal(guest.Ticket, Convert.ToHexStringLower(bytes.AsSpan(8, 8)));
        Assert.Equal([3, 4, 1, 2, 10 + RosterName.TagLength], bytes[16..21]);
        // How many come with a guest is nobody's to read who does not hold the code.
        Assert.Equal(8 + 13 + 10 + RosterName.TagLength, bytes.Length);
        Assert.Equal("Айгүл", RosterName.Open(bytes.AsSpan(21), guest.Id(), 3, 2, guest.Signature));
        Assert.Null(RosterName.Open(bytes.AsSpan(21), guest.Id(), 3, 2, new byte[64]));
        Assert.DoesNotContain("Айг", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RegistrationState.Confirmed, 1, true, 4)]
    [InlineData(RegistrationState.Withdrawn, 2, false, 1)]
    [InlineData(RegistrationState.Waiting, 2, false, 3)]
    [InlineData(RegistrationState.Offered, 2, false, 3)]
    public void Only_who_may_come_in_has_a_name(RegistrationState state, int issue, bool named, int flags)
    {
        var guest = Guest(1, "Айгүл") with { State = state, Issue = issue, Signature = new byte[64] };
        var entry = RosterEntry.Of(guest, RosterName.BytesMax, Noon)!;
        Assert.Equal(named, entry.Name is not null);
        Assert.Equal(flags, RosterBytes.Write([entry])[17]);
    }

    [Fact]
    public void Who_moved_to_another_address_is_replaced_and_who_never_had_a_ticket_is_not_told_of()
    {
        var moved = Guest(1, "Айгүл").With(new(Noon, Withdrawal.Moved, "guest")) with { State = RegistrationState.Withdrawn };
        Assert.Equal(TicketStanding.Replaced, RosterEntry.Of(moved, RosterName.BytesMax, Noon)!.State);
        Assert.Null(RosterEntry.Of(Guest(1, "Айгүл") with { State = RegistrationState.Waiting, Issue = 0 }, RosterName.BytesMax, Noon));
    }

    [Fact]
    public void A_name_that_was_corrected_too_often_is_left_out_so_that_no_nonce_serves_twice()
    {
        var guest = Guest(1, "Айгүл") with { Signature = new byte[64] };
        Assert.NotNull(RosterEntry.Of(guest with { NameVersion = 255 }, RosterName.BytesMax, Noon)!.Name);
        Assert.Null(RosterEntry.Of(guest with { NameVersion = 256 }, RosterName.BytesMax, Noon)!.Name);
    }

    [Fact]
    public void An_issue_begins_with_nobody_inside_unless_its_own_admission_says_so()
    {
        var roster = new Roster(RosterName.BytesMax);
        var guest = Guest(1, "Айгүл");
        roster.Take([new(guest, Noon), new(Admitted(guest, 1, 2), Noon)]);
        Assert.Equal(2, roster.Find(guest.Id())!.Admitted);
        roster.Take([new(guest with { NameVersion = 1 }, Noon)]);
        Assert.Equal(2, roster.Find(guest.Id())!.Admitted);
        roster.Take([new(Admitted(guest, 2, 1), Noon), new(guest with { Issue = 2 }, Noon)]);
        Assert.Equal((2, 1), (roster.Find(guest.Id())!.Issue, roster.Find(guest.Id())!.Admitted));
        roster.Take([new(guest with { Issue = 3 }, Noon)]);
        Assert.Equal(0, roster.Find(guest.Id())!.Admitted);
    }

    [Fact]
    public async Task A_quiet_slot_costs_a_tally_read_and_no_query_and_a_change_one_query_for_all_phones()
    {
        var rows = new CountedRows();
        rows.Put(Guest(1, "Айгүл"), Noon.AddMinutes(-10));
        rows.Tally(1, Noon);
        var (rosters, clock) = Rosters(rows);
        var first = (await rosters.ReadAsync(Slot, null, CancellationToken.None))!;
        Assert.Equal((1, 1, 1), (first.Entries.Count, rows.TallyReads, rows.Queries));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty((await rosters.ReadAsync(Slot, first.Cursor, CancellationToken.None))!.Entries);
        Assert.Equal((2, 1), (rows.TallyReads, rows.Queries));
        rows.Put(Guest(2, "Дана"), Noon.AddMinutes(10));
        rows.Tally(2, Noon.AddMinutes(10));
        clock.Advance(TimeSpan.FromSeconds(5));
        for (var phone = 0; phone < 5; phone++)
            Assert.Equal(Guest(2, "Дана").Ticket, Assert.Single((await rosters.ReadAsync(Slot, first.Cursor, CancellationToken.None))!.Entries).Ticket.ToString());
        Assert.Equal((3, 2), (rows.TallyReads, rows.Queries));
    }

    // A commit whose transaction took long carries a time before the tally that a phone has already seen.
    [Theory]
    [InlineData(0, true)]
    [InlineData(59, true)]
    [InlineData(61, false)]
    public async Task A_late_commit_is_not_skipped(int secondsEarlier, bool isSeen)
    {
        var rows = new CountedRows();
        rows.Put(Guest(1, "Айгүл"), Noon);
        rows.Tally(1, Noon.AddMinutes(5));
        var (rosters, clock) = Rosters(rows);
        var first = (await rosters.ReadAsync(Slot, null, CancellationToken.None))!;
        rows.Put(Guest(2, "Дана"), Noon.AddMinutes(5).AddSeconds(-secondsEarlier));
        rows.Tally(2, Noon.AddMinutes(6));
        clock.Advance(TimeSpan.FromSeconds(5));
        var news = (await rosters.ReadAsync(Slot, first.Cursor, CancellationToken.None))!;
        // Beyond the minute it would be missed: the negative control of the look back.
        Assert.Equal(isSeen, news.Entries.Any(entry => entry.Ticket.ToString() == Guest(2, "").Ticket));
    }

    // A row that is stored between the tally and the query is given now, and again with the tally that counts it.
    [Fact]
    public async Task What_is_stored_while_the_rows_are_read_is_never_lost()
    {
        var rows = new CountedRows();
        rows.Tally(1, Noon);
        var (rosters, clock) = Rosters(rows);
        rows.BeforeRows = () => rows.Put(Guest(1, "Айгүл"), Noon.AddSeconds(3));
        var first = (await rosters.ReadAsync(Slot, null, CancellationToken.None))!;
        Assert.Single(first.Entries);
        rows.BeforeRows = () => { };
        rows.AfterRows = () => rows.Put(Guest(2, "Дана"), Noon.AddSeconds(4));
        rows.Tally(2, Noon.AddSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(5));
        var second = (await rosters.ReadAsync(Slot, first.Cursor, CancellationToken.None))!;
        rows.Tally(3, Noon.AddMinutes(2));
        clock.Advance(TimeSpan.FromSeconds(5));
        var third = (await rosters.ReadAsync(Slot, second.Cursor, CancellationToken.None))!;
        Assert.Contains(third.Entries, entry => entry.Ticket.ToString() == Guest(2, "").Ticket);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("-1.5")]
    [InlineData("1.99999999999999999999")]
    [InlineData("1.9999999999999999999")]
    public void A_cursor_that_is_none_asks_for_everything(string text) => Assert.Null(RosterCursor.Parse(text));

    private static Slot Slot => TestProgramme.Slot("clay", Noon);

    private static (Rosters Rosters, FakeTimeProvider Clock) Rosters(IRosterRows rows)
    {
        var clock = new FakeTimeProvider(Noon);
        return (new Rosters(rows, clock), clock);
    }

    private static Admission Admitted(Registration guest, int issue, int places) => new(guest.Ticket, issue, places, Noon, "hall-door", "scan", null);

    private static Registration Guest(int number, string name) => new(
        number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture), RegistrationState.Confirmed, 2, name, "a@example.org", Language.Kazakh, "request", "1", 0, 1,
        new byte[TicketToken.SignatureLength], 1, "", "", Noon, null, null, null, []);

    private sealed class CountedRows : IRosterRows
    {
        private readonly Dictionary<string, TimedRow> rows = [];
        private TimedTally? tally;

        public int TallyReads { get; private set; }

        public int Queries { get; private set; }

        public Action BeforeRows { get; set; } = () => { };

        public Action AfterRows { get; set; } = () => { };

        public void Put(ISlotRow row, DateTimeOffset at) => rows[row.RowKey] = new(row, at);

        public void Tally(long version, DateTimeOffset at) => tally = new(new Tally(20, 0, 0, 0, 0, 0, version, at), at);

        public Task<TimedTally?> TallyAsync(string slot, CancellationToken stop)
        {
            TallyReads++;
            return Task.FromResult(tally);
        }

        public Task<IReadOnlyList<TimedRow>> RowsAsync(string slot, DateTimeOffset? since, CancellationToken stop)
        {
            Queries++;
            BeforeRows();
            IReadOnlyList<TimedRow> found = [.. rows.Values.Where(row => since is null || row.WrittenAt >= since)];
            AfterRows();
            return Task.FromResult(found);
        }
    }
}
