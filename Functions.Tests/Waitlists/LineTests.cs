using Esik.Slots;

namespace Esik.Waitlists.Tests;

public sealed class LineTests
{
    [Theory]
    [InlineData("2 1 1", 0, "")]
    [InlineData("2 1 1", 1, "1")]
    [InlineData("2 1 1", 2, "0")]
    [InlineData("2 1 1", 3, "0 1")]
    [InlineData("2 1 1", 9, "0 1 2")]
    [InlineData("6 6", 5, "")]
    [InlineData("3 2 3 1", 4, "0 3")]
    public void The_first_whose_party_fits_is_next(string parties, int free, string next) =>
        Assert.Equal(next, string.Join(' ', Of(parties).Fitting(free, max: 10).Select(party => party.Ticket)));

    [Fact]
    public void The_line_goes_by_arrival_however_it_was_read()
    {
        var line = Line.Of([new("b", 1, "0002"), new("c", 1, "0003"), new("a", 1, "0001")]);
        Assert.Equal(["a", "b", "c"], line.Parties.Select(party => party.Ticket));
    }

    [Fact]
    public void No_more_are_named_than_asked_for() => Assert.Equal(2, Of("1 1 1 1").Fitting(9, max: 2).Count);

    [Theory]
    [InlineData(6, "2 2", 2, true, "everybody who waits gets places and two are left")]
    [InlineData(5, "2 2", 1, true, "one is left")]
    [InlineData(3, "2 2", 1, false, "the place belongs to the line first")]
    [InlineData(1, "2", 1, true, "nobody who waits fits")]
    [InlineData(1, "2 1", 1, false, "the second in line fits")]
    [InlineData(2, "", 2, true, "nobody waits")]
    [InlineData(2, "", 3, false, "too few are free")]
    public void A_newcomer_passes_nobody_who_would_fit(int free, string parties, int party, bool hasPlaces, string why)
    {
        var ledger = Sizes(parties).Aggregate(Ledger.Of(free), (ledger, size) => ledger.Join(size));
        Assert.True(hasPlaces == ledger.HasPlacesBehindLine(party), why);
    }

    [Fact]
    public void A_line_that_was_joined_at_one_counter_is_left_at_another()
    {
        var joined = (Ledger.Of(10) with { Home = 3 }).Join(2).Join(1);
        var left = (joined with { Home = 5 }).Leave(2)!;
        Assert.Equal((1, 1), (left.Waiting, left.WaitingParties));
        Assert.Null(left.Leave(2));
    }

    [Fact]
    public void Offered_places_are_neither_free_nor_taken()
    {
        var offered = Ledger.Of(10).Offer(4)!;
        Assert.Equal((6, 4, 0), (offered.Free, offered.Offered, offered.Taken));
        Assert.Equal((6, 0, 4), (offered.AcceptOffer(4)!.Free, offered.AcceptOffer(4)!.Offered, offered.AcceptOffer(4)!.Taken));
        Assert.Equal(10, offered.EndOffer(4)!.Free);
        Assert.Null(offered.AcceptOffer(5));
        Assert.Null(offered.EndOffer(5));
        Assert.Null(offered.Offer(7));
    }

    private static Line Of(string parties) => Line.Of(Sizes(parties).Select((size, number) => new LineParty($"{number}", size, $"{number:D4}")));

    private static IEnumerable<int> Sizes(string parties) => parties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    // A smaller party in place of a larger one may fit where that did not.
    [Fact]
    public void A_smaller_party_in_a_larger_ones_place_is_more_of_its_size()
    {
        var before = default(PartyCounts).With(4, 1).With(2, 1);
        Assert.True(before.With(4, -1).With(1, 1).HasMoreThan(before));
        Assert.True(before.With(2, 1).HasMoreThan(before));
        Assert.False(before.HasMoreThan(before));
        Assert.False(before.With(4, -1).HasMoreThan(before));
    }
}
