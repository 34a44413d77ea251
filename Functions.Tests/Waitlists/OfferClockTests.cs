using System.Globalization;
using Esik.Programmes.Tests;

namespace Esik.Waitlists.Tests;

/// <summary>
/// What the next in line gets, when it hears of it, and until when it may answer: worked out by hand, a row for each case. Times are
/// those of Almaty in 2027; the 17th of September is a Friday.
/// </summary>
public sealed class OfferClockTests
{
    private const string Now = "now";
    private const string Direct = "direct";
    private const string Nothing = "nothing";
    private const string Auto = "auto 12 60 0";
    private const string Offer = "offer 12 60 0";

    private static readonly TimeZoneInfo Almaty = TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty");

    [Theory]
    // More than a day to go: an offer of twelve hours. A day or less: direct.
    [InlineData("17 12:00:00", "19 12:00:00", Auto, "18 00:00:00", Now)]
    [InlineData("17 12:00:00", "18 12:00:01", Auto, "18 00:00:00", Now)]
    [InlineData("17 12:00:00", "18 12:00:00", Auto, Direct, Now)]
    [InlineData("17 12:00:00", "17 14:00:00", Auto, Direct, Now)]
    // The last half hour belongs to the door.
    [InlineData("17 12:00:00", "17 12:30:01", Auto, Direct, Now)]
    [InlineData("17 12:00:00", "17 12:30:00", Auto, Nothing, Nothing)]
    [InlineData("17 12:00:00", "17 11:00:00", Auto, Nothing, Nothing)]
    // The night begins at ten and ends at eight; an offer's clock starts when its mail is due.
    [InlineData("17 21:59:59", "19 15:00:00", Auto, "18 09:59:59", Now)]
    [InlineData("17 22:00:00", "19 15:00:00", Auto, "18 20:00:00", "18 08:00:00")]
    [InlineData("18 00:00:00", "19 15:00:00", Auto, "18 20:00:00", "18 08:00:00")]
    [InlineData("18 07:59:59", "19 15:00:00", Auto, "18 20:00:00", "18 08:00:00")]
    [InlineData("18 08:00:00", "19 15:00:00", Auto, "18 20:00:00", Now)]
    [InlineData("17 21:30:00", "19 15:00:00", "auto 1 60 0", "17 22:30:00", Now)]
    [InlineData("17 22:30:00", "19 15:00:00", "auto 1 60 0", "18 09:00:00", "18 08:00:00")]
    // A slot of that morning does not wait for it.
    [InlineData("17 23:00:00", "18 09:00:00", Auto, Direct, Now)]
    [InlineData("17 23:00:00", "18 11:59:59", Auto, Direct, Now)]
    [InlineData("17 23:00:00", "18 12:00:00", Auto, Direct, "18 08:00:00")]
    [InlineData("18 02:00:00", "18 10:00:00", Offer, "18 09:00:00", Now)]
    [InlineData("18 02:00:00", "18 19:00:00", Offer, "18 18:00:00", "18 08:00:00")]
    // Every offer ends an hour before the start, or as the rules say; what cannot be held for half an hour is none.
    [InlineData("17 12:00:00", "18 01:00:00", Offer, "18 00:00:00", Now)]
    [InlineData("17 12:00:00", "18 00:59:59", Offer, "17 23:59:59", Now)]
    [InlineData("17 12:00:00", "17 13:30:00", Offer, "17 12:30:00", Now)]
    [InlineData("17 12:00:00", "17 13:29:59", Offer, Direct, Now)]
    [InlineData("17 23:00:00", "18 20:00:00", "offer 12 690 0", "18 08:30:00", "18 08:00:00")]
    [InlineData("17 23:00:00", "18 20:00:00", "offer 12 691 0", Direct, "18 08:00:00")]
    [InlineData("17 12:00:00", "19 12:00:00", "auto 72 1440 0", "18 12:00:00", Now)]
    // Direct is direct, however long before.
    [InlineData("17 12:00:00", "25 12:00:00", "direct 12 60 0", Direct, Now)]
    [InlineData("17 22:00:00", "25 12:00:00", "direct 12 60 0", Direct, "18 08:00:00")]
    // Where addresses have to answer, nobody is confirmed without an answer: there is always an end.
    [InlineData("17 12:00:00", "17 18:00:00", "direct 12 60 20", "17 17:00:00", Now)]
    [InlineData("17 12:00:00", "17 13:10:00", "auto 12 60 20", "17 12:20:00", Now)]
    [InlineData("17 12:00:00", "17 12:31:00", "auto 12 60 45", "17 12:31:00", Now)]
    [InlineData("17 23:00:00", "18 12:00:00", "auto 12 60 20", "18 11:00:00", "18 08:00:00")]
    public void It_is_as_worked_out_by_hand(string now, string start, string rules, string until, string mail)
    {
        var slot = TestProgramme.Slot("clay", At(now)) with { Start = At(start), End = At(start).AddHours(2), Waitlist = Rules(rules) };
        var decision = PromotionRule.Decide(slot, At(now), Almaty);
        Assert.Equal(until, decision is null ? Nothing : Text(decision.Value.OfferedUntil) ?? Direct);
        Assert.Equal(mail, decision is null ? Nothing : Text(decision.Value.MailDue) ?? Now);
    }

    private static DateTimeOffset At(string day) =>
        new DateTimeOffset(DateTime.ParseExact($"2027-09-{day}", "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), TimeSpan.FromHours(5)).ToUniversalTime();

    private static string? Text(DateTimeOffset? moment) => moment?.ToOffset(TimeSpan.FromHours(5)).ToString("dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Promotion, hours of an offer, minutes before the start, minutes to answer a mail.
    private static WaitlistRules Rules(string text)
    {
        var parts = text.Split(' ');
        var numbers = parts[1..].Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToList();
        return new(Enum.Parse<Promotion>(parts[0], ignoreCase: true), numbers[0], numbers[1], numbers[2]);
    }
}
