using Esik.Registrations.Tests;

namespace Esik.Doors.Tests;

/// <summary>Who is over when more than two doors let the same people in, and some of it is undone or settled.</summary>
public sealed class OverTests : HandInWorld
{
    [Fact]
    public async Task Of_three_doors_that_let_one_in_the_undo_of_the_first_leaves_one_too_many()
    {
        await ThreeDoorsAsync();
        Assert.Equal("undone", (await One.ScanAsync(Undo("a"))).Answer());
        var clashes = (await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix)).OrderBy(clash => clash.Scan.ScanId).ToList();
        Assert.Equal([ClashVerdict.Undone, null], clashes.Select(clash => clash.Settled?.Verdict));
        Assert.Equal(("b", "b", 1), (clashes[1].Against!.ScanId, clashes[1].Stands, clashes[1].Over));
        foreach (var clash in clashes)
            await SettleAsync(clash, ClashVerdict.LetIn);
        Assert.Equal(2, await InsideAsync());
    }

    // what was said of the second door's and of the third's, who is undone then → people inside
    [Theory]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.SentAway, "a", 1)]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.LetIn, "a", 2)]
    [InlineData(ClashVerdict.SentAway, ClashVerdict.WrongScan, "a", 0)]
    [InlineData(ClashVerdict.SentAway, null, "a", 1)]
    [InlineData(ClashVerdict.SentAway, null, "b", 1)]
    [InlineData(ClashVerdict.LetIn, null, "b", 1)]
    [InlineData(ClashVerdict.LetIn, ClashVerdict.SentAway, "c", 2)]
    public async Task What_was_decided_about_people_stays_decided_when_another_is_undone(ClashVerdict second, ClashVerdict? third, string undone, int inside)
    {
        await ThreeDoorsAsync();
        var clashes = (await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix)).OrderBy(clash => clash.Scan.ScanId).ToList();
        await SettleAsync(clashes[0], second);
        if (third is { } verdict)
            await SettleAsync(clashes[1], verdict);
        Assert.Equal("undone", (await Lead.ScanAsync(Undo(undone))).Answer());
        Assert.Equal(inside, await InsideAsync());
    }

    // One person's ticket, let in by three phones that did not know of each other.
    private async Task ThreeDoorsAsync()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        foreach (var (door, scanId, minutesAgo) in new[] { (One, "a", 9), (Two, "b", 8), (Lead, "c", 7) })
            await door.ScanAsync(Proof(token, ticket, 1, door == Two ? "hall-back" : "hall-door", minutesAgo, scanId: scanId));
    }
}
