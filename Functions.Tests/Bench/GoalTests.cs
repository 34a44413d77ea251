using Esik.Bench.Reports;

namespace Esik.Bench.Tests;

public sealed class GoalTests
{
    [Theory]
    [InlineData("engine.vs_naive", 15, true)]
    [InlineData("engine.vs_naive", 14.9, false)]
    [InlineData("engine4.p99_s", 0.7, true)]
    [InlineData("engine4.p99_s", 0.71, false)]
    [InlineData("burst.answered", 0.9999, false)]
    [InlineData("mails.missing", 1, false)]
    [InlineData("engine16.per_s", 0, null)]
    [InlineData("http.peak_mb", 512, null)]
    public void A_goal_is_met_up_to_its_limit(string name, double value, bool? isMet) => Assert.Equal(isMet, Goal.All.Single(goal => goal.Name == name).IsMetBy(value));

    [Fact]
    public void A_measure_without_a_name_of_its_own_is_refused() => Assert.Throws<ArgumentException>(() => new Findings().Add("engine.speed", 1));
}
