using Esik.Slots;

namespace Esik.Programmes.Tests;

public class ProgrammeChangeTests
{
    private static readonly Programme Stored = ProgrammeChange.Between(null, SmallFestival.Programme).Wanted;
    private static readonly DateTimeOffset Before = Stored.Slots[0].Start.AddDays(-1);

    [Fact]
    public void The_first_import_adds_and_numbers_every_slot()
    {
        var change = ProgrammeChange.Between(null, SmallFestival.Programme);
        Assert.True(change.FestivalChanged);
        Assert.Equal(["clay Added", "night Added", "walls Added"], Told(change));
        Assert.Equal([1, 2, 3], change.Wanted.Slots.Select(slot => (int)slot.Number));
        Assert.Equal(3, change.Wanted.NumberLast);
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        var change = ProgrammeChange.Between(Stored, SmallFestival.Programme);
        Assert.False(change.FestivalChanged);
        Assert.Empty(change.Edits);
        Assert.Equal([1, 2, 3], change.Wanted.Slots.Select(slot => (int)slot.Number));
    }

    [Theory]
    [InlineData("/slots/0/title/kk", "\"Қыш\"", "TextsChanged", null)]
    [InlineData("/slots/0/summary", null, "TextsChanged", null)]
    [InlineData("/slots/0/community/en", "\"Friends\"", "TextsChanged", null)]
    [InlineData("/slots/0/kind", "\"exhibition\"", "TextsChanged", null)]
    [InlineData("/slots/0/languages", "[\"en\"]", "TextsChanged", null)]
    [InlineData("/slots/0/ageFrom", "6", "TextsChanged", null)]
    [InlineData("/slots/0/venue", "\"gallery\"", "VenueChanged", SlotMail.Changed)]
    [InlineData("/slots/0/end", "\"2027-03-28T13:30\"", "TimeMoved DoorWindowChanged", SlotMail.Changed)]
    [InlineData("/slots/0/start", "\"2027-03-28T10:30\"", "TimeMoved DoorWindowChanged", SlotMail.Changed)]
    [InlineData("/slots/0/capacity", "13", "CapacityRaised", null)]
    [InlineData("/slots/0/capacity", "11", "CapacityLowered", null)]
    [InlineData("/slots/0/partyMax", "3", "SignUpChanged", null)]
    [InlineData("/slots/0/signUpOpens", null, "SignUpChanged", null)]
    [InlineData("/slots/0/signUpCloses", null, "SignUpChanged", null)]
    [InlineData("/slots/0/waitlist", "{\"promotion\": \"offer\"}", "WaitlistChanged", null)]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": 15}", "WaitlistChanged", null)]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "21", "DoorWindowChanged", null)]
    [InlineData("/slots/0/doorClosesAfterMinutes", "11", "DoorWindowChanged", null)]
    [InlineData("/slots/0/releaseMinutes", "0", "DoorWindowChanged", null)]
    [InlineData("/slots/0/cancelled", "true", "Cancelled", SlotMail.Cancelled)]
    public void A_difference_is_told_and_concerns_guests_or_does_not(string place, string? value, string news, SlotMail? mail)
    {
        var change = ProgrammeChange.Between(Stored, Wanted(place, value));
        Assert.False(change.FestivalChanged);
        var edit = Assert.Single(change.Edits);
        Assert.Equal(("clay", news), (edit.SlotId, string.Join(' ', edit.News)));
        Assert.Equal(mail, edit.MailAt(Before));
    }

    [Fact]
    public void Every_property_of_a_slot_is_compared()
    {
        var clay = Stored.Slots[0];
        var spoilt = clay with
        {
            KindId = "x",
            VenueId = "x",
            Title = new("x", "x", "x"),
            Summary = null,
            Start = clay.Start.AddMinutes(1),
            End = clay.End.AddMinutes(1),
            Capacity = 13,
            Languages = [],
            AgeFrom = 13,
            PartyMax = 1,
            SignUpOpens = null,
            SignUpCloses = clay.SignUpCloses.AddMinutes(1),
            DoorOpens = clay.DoorOpens.AddMinutes(1),
            DoorCloses = clay.DoorCloses.AddMinutes(1),
            Community = null,
            Cancelled = true,
            Waitlist = clay.Waitlist with { OfferHours = 1 },
            ReleaseMinutes = clay.ReleaseMinutes + 1,
        };
        var settable = typeof(Slot).GetProperties().Where(property => property.CanWrite && property.Name is not (nameof(Slot.Id) or nameof(Slot.Number) or nameof(Slot.Moved))).ToList();
        Assert.Equal(18, settable.Count);
        foreach (var property in settable)
        {
            var copy = clay with { };
            property.SetValue(copy, property.GetValue(spoilt));
            Assert.True(SlotEdit.Between(clay, copy) is not null, property.Name);
        }
    }

    [Fact]
    public void The_festivals_rules_of_the_waiting_list_concern_the_slots_that_have_one()
    {
        var change = ProgrammeChange.Between(Stored, Wanted("/waitlist", "{\"offerHours\": 6}"));
        Assert.False(change.FestivalChanged);
        Assert.Equal(["clay WaitlistChanged", "night WaitlistChanged"], Told(change));
    }

    [Fact]
    public void One_mail_tells_a_slot_that_is_cancelled_and_moved()
    {
        var clay = Stored.Slots[0];
        var edit = SlotEdit.Between(clay, clay with { Cancelled = true, VenueId = "gallery", Start = clay.Start.AddMinutes(5) })!;
        Assert.Equal([SlotNews.Cancelled, SlotNews.TimeMoved, SlotNews.VenueChanged], edit.News);
        Assert.Equal(SlotMail.Cancelled, edit.MailAt(Before));
    }

    [Fact]
    public void Guests_of_a_cancelled_slot_hear_of_it_again_only_when_it_is_revived()
    {
        var cancelled = Stored.Slots[0] with { Cancelled = true };
        Assert.Null(SlotEdit.Between(cancelled, cancelled with { VenueId = "gallery" })!.MailAt(Before));
        Assert.Equal(SlotMail.Revived, SlotEdit.Between(cancelled, cancelled with { Cancelled = false, VenueId = "gallery" })!.MailAt(Before));
    }

    [Fact]
    public void Nobody_is_written_to_about_what_is_over()
    {
        var clay = Stored.Slots[0];
        var moved = SlotEdit.Between(clay, clay with { VenueId = "gallery" })!;
        Assert.NotNull(moved.MailAt(clay.End.AddTicks(-1)));
        Assert.Null(moved.MailAt(clay.End));
        Assert.NotNull(SlotEdit.Between(clay, clay with { End = clay.End.AddHours(1) })!.MailAt(clay.End));
    }

    [Theory]
    [InlineData("/name/kk", "\"Алаң\"")]
    [InlineData("/contact", "\"new@example.org\"")]
    [InlineData("/languages", "[\"kk\", \"ru\", \"en\"]")]
    [InlineData("/retentionDays", "31")]
    [InlineData("/days/0/name/en", "\"Sunday\"")]
    [InlineData("/kinds/0/name/en", "\"Class\"")]
    [InlineData("/venues/0/name/en", "\"Shop\"")]
    [InlineData("/doors/0/name/en", "\"Door\"")]
    [InlineData("/doors/0/venues", "[\"gallery\", \"workshop\"]")]
    public void What_is_no_slot_is_compared_too(string place, string value)
    {
        var change = ProgrammeChange.Between(Stored, Wanted(place, value));
        Assert.True(change.FestivalChanged);
        Assert.Empty(change.Edits);
    }

    [Fact]
    public void A_number_is_never_given_twice()
    {
        var without = ProgrammeChange.Between(Stored, Wanted("/slots/2", null));
        Assert.Equal(["walls Removed"], Told(without));
        var again = ProgrammeChange.Between(without.Wanted, SmallFestival.Programme);
        Assert.Equal(["walls Added"], Told(again));
        Assert.Equal((4, 4), (again.Wanted.SlotById("walls")!.Number, again.Wanted.NumberLast));
        Assert.Equal((1, 2), (again.Wanted.SlotById("clay")!.Number, again.Wanted.SlotById("night")!.Number));
    }

    [Theory]
    [InlineData("/slots/0/capacity", "11", 11, 6, null)]
    [InlineData("/slots/0/capacity", "10", 11, 6, RefusalReason.CapacityBelowTaken)]
    [InlineData("/slots/0/capacity", "100", 12, 30, null)]
    [InlineData("/slots/0/cancelled", "true", 12, 30, null)]
    [InlineData("/slots/0", null, 0, 0, null)]
    [InlineData("/slots/0", null, 0, 1, RefusalReason.DroppedWithRegistrations)]
    public void What_guests_were_promised_is_kept(string place, string? value, int taken, int registrations, RefusalReason? reason)
    {
        var refusals = ProgrammeChange.Between(Stored, Wanted(place, value)).Refusals(slot => slot.Id == "clay" ? new SlotHold(taken, registrations) : default);
        Assert.Equal(reason, refusals.SingleOrDefault()?.Reason);
        Assert.All(refusals, refusal => Assert.Contains("'clay'", refusal.Sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, RefusalReason.OpenedWithRegistrations)]
    public void Places_that_guests_hold_do_not_become_open_entrance(int registrations, RefusalReason? reason)
    {
        var open = SmallFestival.Instead("\"capacity\": 4", "\"openEntrance\": true");
        var change = ProgrammeChange.Between(Stored, SmallFestival.Read(open).Programme!);
        Assert.Equal(["night EntranceOpened SignUpChanged"], Told(change));
        Assert.Equal(reason, change.Refusals(_ => new SlotHold(registrations, registrations)).SingleOrDefault()?.Reason);
        Assert.Equal(["night EntranceLimited SignUpChanged"], Told(ProgrammeChange.Between(change.Wanted, SmallFestival.Programme)));
    }

    [Fact]
    public void One_festival_does_not_become_another() =>
        Assert.Throws<ArgumentException>(() => ProgrammeChange.Between(Stored, Wanted("/id", "\"court\"")));

    private static Programme Wanted(string place, string? value) => SmallFestival.Read(SmallFestival.With(place, value)).Programme!;

    private static IEnumerable<string> Told(ProgrammeChange change) => change.Edits.Select(edit => $"{edit.SlotId} {string.Join(' ', edit.News)}");
}
