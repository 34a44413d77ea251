namespace Esik.Infra.Tests;

/// <summary>What runs in the pipeline is what was looked at.</summary>
public sealed class WorkflowsTests
{
    [Fact]
    public void Every_action_is_pinned_by_its_whole_commit()
    {
        var uses = Directory.GetFiles(Repository.PathOf(".github/workflows"), "*.yml").SelectMany(File.ReadLines).Select(line => line.Trim().TrimStart('-').Trim())
            .Where(line => line.StartsWith("uses: ", StringComparison.Ordinal)).Select(line => line["uses: ".Length..].Split(' ')[0]).Where(action => !action.StartsWith("./", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.True(action.Split('@') is [_, { Length: 40 } commit] && commit.All(char.IsAsciiHexDigitLower), action));
    }

    [Fact]
    public void The_pipeline_sets_every_parameter_that_must_be_said()
    {
        var deploy = Repository.Read(".github/workflows/deploy.yml");
        Assert.All(Bicep.Needed.Keys, name => Assert.Contains($"\n      {name}: ", deploy, StringComparison.Ordinal));
        Assert.Contains("id-token: write", deploy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--against needs an address without a path", "--against", "nowhere")]
    [InlineData("--against needs an address without a path", "--against", "https://tickets.example.org/kk")]
    [InlineData("--slot goes with --against", "--slot", "clay")]
    public void A_check_against_nothing_is_refused(string sentence, params string[] arguments)
    {
        var (code, _, complaint) = ScalingTests.Run(Repository.PathOf("scripts/check"), arguments);
        Assert.Equal(2, code);
        Assert.StartsWith(sentence, complaint, StringComparison.Ordinal);
    }
}
