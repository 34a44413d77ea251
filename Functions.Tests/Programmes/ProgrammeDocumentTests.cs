using System.Text.Json;
using Esik.Hosting;
using Esik.Slots;

namespace Esik.Programmes.Tests;

public class ProgrammeDocumentTests
{
    private static readonly Programme Programme = SmallFestival.Programme;
    private static readonly DateTimeOffset SpringNoon = new(2027, 3, 28, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_slot_has_the_figures_of_its_tally()
    {
        var slot = Slot("clay", SpringNoon.AddDays(-2), new Tally(12, 7, 1, 3, 2, 4, 9, SpringNoon));
        Assert.Equal(
            """{"capacity":12,"taken":7,"waiting":3,"inside":4,"free":4,"signUp":"open","doorOpen":false,"partyMax":2,"kind":"master-class","venue":"workshop","cancelled":false}""",
            Pick(slot, "capacity", "taken", "waiting", "inside", "free", "signUp", "doorOpen", "partyMax", "kind", "venue", "cancelled"));
        Assert.Equal("2027-03-28T11:00:00+02:00", slot.GetProperty("start").GetString());
        Assert.Equal("""["kk","ru"]""", slot.GetProperty("languages").GetRawText());
    }

    [Fact]
    public void Open_entrance_says_that_it_has_no_capacity() =>
        Assert.Equal("""{"capacity":null,"free":null,"taken":0,"signUp":"closed"}""", Pick(Slot("walls", SpringNoon, null), "capacity", "free", "taken", "signUp"));

    [Fact]
    public void A_slot_says_how_its_waiting_list_goes_and_open_entrance_has_none()
    {
        Assert.Equal("""{"promotion":"auto","offerHours":12,"offerCloseMinutes":60,"confirmByMailMinutes":0}""", Slot("clay", SpringNoon, null).GetProperty("waitlist").GetRawText());
        Assert.False(Slot("walls", SpringNoon, null).TryGetProperty("waitlist", out _));
    }

    [Theory]
    [InlineData("2027-02-01T00:00Z", "soon", false)]
    [InlineData("2027-03-20T00:00Z", "open", false)]
    [InlineData("2027-03-28T08:45Z", "closed", true)]
    [InlineData("2027-03-28T12:00Z", "over", false)]
    public void Sign_up_and_door_go_by_the_clock(string now, string signUp, bool doorOpen)
    {
        var slot = Slot("clay", DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), null);
        Assert.Equal(signUp, slot.GetProperty("signUp").GetString());
        Assert.Equal(doorOpen, slot.GetProperty("doorOpen").GetBoolean());
    }

    [Fact]
    public void More_taken_than_there_is_leaves_none() =>
        Assert.Equal(0, Slot("clay", SpringNoon, new Tally(12, 13, 0, 0, 0, 0, 1, SpringNoon)).GetProperty("free").GetInt32());

    [Fact]
    public void A_venue_has_no_capacity()
    {
        var document = Json(ProgrammeDocument.Of(Programme, new Dictionary<string, Tally>(), SpringNoon));
        Assert.All(document.GetProperty("venues").EnumerateArray(), venue => Assert.False(venue.TryGetProperty("capacity", out _)));
        Assert.Equal(3, document.GetProperty("slots").GetArrayLength());
    }

    private static JsonElement Slot(string id, DateTimeOffset now, Tally? tally) => Json(SlotDocument.Of(Programme.Festival, Programme.SlotById(id)!, tally, now));

    private static JsonElement Json(object document) => JsonSerializer.SerializeToElement(document, EsikJson.Options);

    private static string Pick(JsonElement slot, params string[] names) =>
        JsonSerializer.Serialize(names.ToDictionary(name => name, slot.GetProperty), EsikJson.Options);
}
