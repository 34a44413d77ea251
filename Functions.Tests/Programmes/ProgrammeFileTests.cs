using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Esik.Languages;
using Esik.Waitlists;
using FsCheck.Xunit;

namespace Esik.Programmes.Tests;

public class ProgrammeFileTests
{
    private static readonly string[] Places =
    [
        "/id", "/name/kk", "/contact", "/timeZone", "/languages/0", "/days/0/date", "/doors/0/venues/0",
        "/slots/0/id", "/slots/0/kind", "/slots/0/start", "/slots/0/summary/en", "/slots/0/capacity",
    ];

    [Fact]
    public void A_file_is_read_whole()
    {
        var programme = SmallFestival.Programme;
        var festival = programme.Festival;
        Assert.Equal(("yard", "The Yard", "Two days.\nOne yard.", "Almaty", "The neighbours"), (festival.Id, festival.Name.En, festival.Text.En, festival.Place.En, festival.Organizer.En));
        Assert.Equal(("yard@example.org", "Europe/Berlin", 30, false), (festival.Contact, festival.TimeZone.Id, festival.RetentionDays, festival.Sample));
        Assert.Equal([Language.Russian, Language.Kazakh, Language.English], festival.Languages);
        Assert.Equal(["clay", "night", "walls"], programme.Slots.Select(slot => slot.Id));
        Assert.Equal(["clay night", "walls"], programme.Days.Select(day => string.Join(' ', day.Slots.Select(slot => slot.Id))));
        Assert.Equal("No steps", programme.VenueById("workshop")!.Accessibility!.En);
        Assert.Equal("Мастер-класс", programme.KindOf(programme.Slots[0]).Name.Ru);
        Assert.Equal(["gate"], programme.DoorsOf(programme.Slots[2]).Select(door => door.Id));
    }

    [Fact]
    public void Times_become_UTC_with_the_offset_of_their_own_day()
    {
        var (clay, walls) = (SmallFestival.Programme.SlotById("clay")!, SmallFestival.Programme.SlotById("walls")!);
        Assert.Equal(Utc("2027-03-28T09:00"), clay.Start); // Summer time began that night: +2.
        Assert.Equal(Utc("2027-03-28T11:00"), clay.End);
        Assert.Equal(Utc("2027-03-01T08:00"), clay.SignUpOpens); // Four weeks before it was still +1.
        Assert.Equal(Utc("2027-03-28T08:00"), clay.SignUpCloses);
        Assert.Equal(Utc("2027-03-28T08:40"), clay.DoorOpens);
        Assert.Equal(Utc("2027-03-28T11:10"), clay.DoorCloses);
        Assert.Equal(Utc("2027-10-31T09:00"), walls.Start); // Winter time began that night: +1.
    }

    [Fact]
    public void What_the_file_leaves_out_is_filled_in()
    {
        var night = SmallFestival.Programme.SlotById("night")!;
        Assert.Equal((4, 4, null), (night.Capacity, night.PartyMax, night.AgeFrom));
        Assert.Equal((null, night.Start), (night.SignUpOpens, night.SignUpCloses));
        Assert.Equal((night.Start.AddMinutes(-30), night.End), (night.DoorOpens, night.DoorCloses));
        Assert.False(night.Cancelled);
        Assert.Equal(6, SmallFestival.Read(SmallFestival.With("/slots/0/partyMax", null)).Programme!.SlotById("clay")!.PartyMax);
        Assert.Equal(LanguageCodes.All, SmallFestival.Read(SmallFestival.With("/languages", null)).Programme!.Festival.Languages);
    }

    [Fact]
    public void A_slot_says_where_its_waiting_list_differs_from_the_festivals()
    {
        var general = SmallFestival.With("/waitlist", """{ "promotion": "offer", "offerHours": 6, "confirmByMailMinutes": 15 }""");
        var file = JsonNode.Parse(general)!;
        file["slots"]![0]!["waitlist"] = JsonNode.Parse("""{ "promotion": "direct", "offerCloseMinutes": 90, "confirmByMailMinutes": 0 }""");
        var programme = SmallFestival.Read(file.ToJsonString()).Programme!;

        Assert.Equal(new WaitlistRules(Promotion.Direct, 6, 90, 0), programme.SlotById("clay")!.Waitlist);
        Assert.Equal(new WaitlistRules(Promotion.Offer, 6, 60, 15), programme.SlotById("night")!.Waitlist);
        Assert.Equal(WaitlistRules.Default, programme.SlotById("walls")!.Waitlist);
        Assert.All(SmallFestival.Programme.Slots, slot => Assert.Equal(new WaitlistRules(Promotion.Auto, 12, 60, 0), slot.Waitlist));
    }

    [Fact]
    public void Without_doors_each_venue_has_one_of_its_own()
    {
        var programme = SmallFestival.Read(SmallFestival.With("/doors", null)).Programme!;
        Assert.Equal(["workshop Workshop workshop", "gallery Gallery gallery"], programme.Doors.Select(door => $"{door.Id} {door.Name.En} {string.Join(',', door.VenueIds)}"));
        Assert.Equal(["clay", "night"], programme.SlotsAt(programme.DoorById("workshop")!).Select(slot => slot.Id));
    }

    [Theory]
    [InlineData("/sample", "true")]
    [InlineData("/$schema", "\"/festival.schema.json\"")]
    [InlineData("/retentionDays", "1")]
    [InlineData("/retentionDays", "365")]
    [InlineData("/slots", "[]")]
    [InlineData("/slots/0/capacity", "100000")]
    [InlineData("/slots/0/capacity", "2")]
    [InlineData("/slots/0/capacity", "12.0")]
    [InlineData("/slots/0/capacity", "1.2e1")]
    [InlineData("/slots/0/partyMax", "6")]
    [InlineData("/slots/0/ageFrom", "0")]
    [InlineData("/slots/0/openEntrance", "false")]
    [InlineData("/slots/0/cancelled", "true")]
    [InlineData("/slots/0/end", "\"2027-03-29T11:00\"")]
    [InlineData("/slots/0/signUpCloses", "\"2027-03-28T13:00\"")]
    [InlineData("/slots/0/doorOpensBeforeMinutes", "1440")]
    [InlineData("/slots/0/id", "\"0123456789-abcdefghijklmnopqrstuvwxyz-01\"")]
    [InlineData("/slots/0/title/kk", "\"«Ә» <b>'\\\"& 🎨 \\u200f\"")]
    [InlineData("/waitlist", "{}")]
    [InlineData("/releaseMinutes", "240")]
    [InlineData("/slots/0/releaseMinutes", "0")]
    [InlineData("/waitlist", "{\"promotion\": \"direct\", \"offerHours\": 1, \"offerCloseMinutes\": 30, \"confirmByMailMinutes\": 0}")]
    [InlineData("/slots/0/waitlist", "{\"promotion\": \"auto\", \"offerHours\": 72, \"offerCloseMinutes\": 1440, \"confirmByMailMinutes\": 1440}")]
    [InlineData("/slots/0/waitlist", "{\"confirmByMailMinutes\": 5}")]
    [InlineData("/timeZone", "\"UTC\"")]
    public void Values_at_the_edge_are_good(string place, string value) =>
        Assert.Empty(SmallFestival.Read(SmallFestival.With(place, value)).Mistakes);

    [Fact]
    public void Places_of_who_does_not_come_go_by_the_slots_rule_then_the_festivals_then_ten_minutes()
    {
        var general = SmallFestival.With("/releaseMinutes", "25");
        var file = JsonNode.Parse(general)!;
        file["slots"]![0]!["releaseMinutes"] = 0;
        var programme = SmallFestival.Read(file.ToJsonString()).Programme!;
        Assert.Equal((0, 25), (programme.SlotById("clay")!.ReleaseMinutes, programme.SlotById("night")!.ReleaseMinutes));
        Assert.Null(programme.SlotById("clay")!.ReleaseAt);
        Assert.Null(programme.SlotById("walls")!.ReleaseAt);
        Assert.Equal(programme.SlotById("night")!.Start.AddMinutes(25), programme.SlotById("night")!.ReleaseAt);
        Assert.Equal(SmallFestival.Programme.SlotById("clay")!.Start.AddMinutes(10), SmallFestival.Programme.SlotById("clay")!.ReleaseAt);
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake()
    {
        byte[] file = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(SmallFestival.Json)];
        Assert.NotNull(ProgrammeFile.Read(file).Programme);
    }

    [Fact]
    public void Texts_are_normalised() =>
        Assert.Equal("Й", SmallFestival.Read(SmallFestival.With("/slots/0/title/ru", "\"\\u0418\\u0306\"")).Programme!.SlotById("clay")!.Title.Ru);

    [Fact]
    public async Task A_stream_is_read_as_bytes_are()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(SmallFestival.Json));
        Assert.Equal(3, (await ProgrammeFile.ReadAsync(stream, CancellationToken.None)).Programme!.Slots.Count);
    }

    [Property]
    public bool Whatever_bytes_a_file_holds_it_is_answered(byte[] bytes, int place, int length)
    {
        var file = Encoding.UTF8.GetBytes(SmallFestival.Json);
        var from = (int)((uint)place % file.Length);
        var to = Math.Min(file.Length, from + (int)((uint)length % 20));
        return Answered((byte[])[.. file[..from], .. bytes, .. file[to..]]);
    }

    [Property]
    public bool Whatever_text_stands_in_a_file_it_is_answered(string? text) =>
        Places.All(place => Answered(Encoding.UTF8.GetBytes(SmallFestival.With(place, JsonSerializer.Serialize(text)))));

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("Asia")]
    [InlineData("Asia/")]
    [InlineData("/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("\u202e")]
    [InlineData("tzdata.zi")]
    [InlineData("leapseconds")]
    [InlineData("Almaty\n")]
    public void A_zone_that_is_none_is_a_mistake_and_no_more(string zone) =>
        Assert.Equal(MistakeKind.BadZone, Assert.Single(SmallFestival.Read(SmallFestival.With("/timeZone", JsonSerializer.Serialize(zone))).Mistakes).Kind);

    [Fact]
    public void A_zone_of_a_megabyte_is_a_mistake_and_no_more() => A_zone_that_is_none_is_a_mistake_and_no_more(new string('a', 1_000_000));

    [Theory]
    [InlineData("\"unknown-$\":1,", "{", "\"id\":1}")]
    [InlineData("{\"id\":\"a$\"},", "{\"slots\":[", "1]}")]
    [InlineData("{\"id\":\"a$\"},", "{\"venues\":[", "1],\"slots\":[{\"venue\":\"b\"}]}")]
    [InlineData("1,", "[", "1]")]
    public async Task The_largest_file_full_of_mistakes_is_answered_soon(string piece, string head, string tail)
    {
        var count = (ProgrammeLimits.FileBytesMax - 100) / (piece.Length + 6);
        var file = Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Range(0, count).Select(n => piece.Replace("$", $"{n}", StringComparison.Ordinal))) + tail);
        Assert.True(await Task.Run(() => Answered(file)).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private static bool Answered(byte[] file)
    {
        var reading = ProgrammeFile.Read(file);
        return reading.Programme is null == reading.Mistakes.Count > 0;
    }

    private static DateTimeOffset Utc(string time) => new(DateTime.Parse(time, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
