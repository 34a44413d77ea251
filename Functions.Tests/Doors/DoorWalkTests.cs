namespace Esik.Doors.Tests;

/// <summary>Random evenings at the doors. <c>scripts/bench --door-walks</c> walks more of them.</summary>
public class DoorWalkTests
{
    private const int WalksUsual = 200;
    private const int Steps = 60;

    // scripts/bench --door-walks asks for more.
    private static int Walks => int.TryParse(Environment.GetEnvironmentVariable("ESIK_DOOR_WALKS"), out var asked) ? asked : WalksUsual;

    [Fact]
    public async Task Two_hundred_evenings_lose_no_scan_double_none_and_count_everybody_once()
    {
        var mistakes = new List<string>();
        for (var seed = 0; seed < Walks; seed++)
            mistakes.AddRange((await WalkAsync(seed)).Select(mistake => $"{seed}: {mistake}"));
        Assert.True(mistakes.Count == 0, string.Join("\n", mistakes));
    }

    [Fact]
    public async Task A_phone_that_forgets_the_ids_of_its_scans_is_found_out() => Assert.NotEmpty(await WalkAsync(1, renames: true));

    private static async Task<IReadOnlyList<string>> WalkAsync(int seed, bool renames = false)
    {
        await using var walk = new DoorWalk(seed, renames);
        return await walk.RunAsync(Steps);
    }
}
