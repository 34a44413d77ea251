using Esik.Languages;
using Esik.Registrations;

namespace Esik.Doors.Tests;

public class GuestListTests
{
    private static readonly GuestList List = new(
        [
            Guest("Омар Айтжанов", 1),
            Guest("Айгүл Әбенова", 2, party: 4, admitted: 3),
            Guest("Aizhan", 3),
            Guest("Айбек", 4, state: RegistrationState.Waiting),
            Guest("Айнұр", 5, state: RegistrationState.Withdrawn),
            Guest("Жанна", 6),
        ],
        DateTimeOffset.UnixEpoch);

    [Fact]
    public void Ticket_holders_come_first_then_whose_first_word_it_is_then_the_alphabet() => Assert.Equal(
        ["Айгүл Әбенова", "Aizhan", "Омар Айтжанов", "Айбек", "Айнұр"], Names(List.Find("ai", Language.Kazakh)));

    [Fact]
    public void English_has_latin_names_first() => Assert.Equal(["Aizhan", "Айгүл Әбенова"], Names(List.Find("ай", Language.English)).Take(2));

    [Fact]
    public void What_is_left_of_a_party_is_told_and_nothing_is_left_without_a_ticket()
    {
        var found = List.Find("ай", Language.Kazakh);
        Assert.Equal([1, 1, 1, 0, 0], found.Select(guest => guest.Left));
    }

    [Fact]
    public void Only_those_with_tickets_are_expected() =>
        Assert.Equal(["Айгүл Әбенова", "Жанна", "Омар Айтжанов", "Aizhan"], Names(List.Expected(Language.Kazakh)));

    [Fact]
    public void No_more_are_found_than_a_screen_holds()
    {
        var many = new GuestList([.. Enumerable.Range(0, 50).Select(number => Guest($"Айгүл {number}", number))], DateTimeOffset.UnixEpoch);
        Assert.Equal(GuestList.FoundMax, many.Find("айгүл", Language.Kazakh).Count);
    }

    [Fact]
    public void A_list_that_is_read_again_finds_who_came_and_not_who_left()
    {
        Assert.Single(List.Find("Жанна", Language.Kazakh));
        var again = new GuestList([Guest("Айгүл", 1), Guest("Шолпан", 7)], DateTimeOffset.UnixEpoch, List);
        Assert.Equal(["Шолпан"], Names(again.Find("sho", Language.Kazakh)));
        Assert.Empty(again.Find("Жанна", Language.Kazakh));
    }

    [Theory]
    [InlineData("Zh", true)]
    [InlineData("Ж", false)]
    [InlineData("а ж", true)]
    [InlineData("--", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Two_letters_are_enough(string? typed, bool enough) => Assert.Equal(enough, GuestList.CanFind(typed));

    [Fact]
    public void A_text_without_end_is_not_looked_for()
    {
        Assert.True(GuestList.CanFind(new string('a', GuestList.TypedLengthMax)));
        Assert.False(GuestList.CanFind(new string('a', GuestList.TypedLengthMax + 1)));
    }

    private static IEnumerable<string> Names(IEnumerable<DoorGuest> guests) => guests.Select(guest => guest.Name);

    private static DoorGuest Guest(string name, int number, int party = 1, int admitted = 0, RegistrationState state = RegistrationState.Confirmed) =>
        new(number.ToString("x16", System.Globalization.CultureInfo.InvariantCulture), 1, party, admitted, name, "ABCDEFGH", state);
}
