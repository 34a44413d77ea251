using System.Text.RegularExpressions;

namespace Esik.Infra.Tests;

/// <summary>What runs in the pipeline is what was looked at.</summary>
public sealed partial class WorkflowsTests
{
    private static string Deploy => Repository.Read(".github/workflows/azure-dev.yml");

    private static IReadOnlyList<(string Name, string Default)> Parameters { get; } = [.. ParameterRead().Matches(Repository.Read("infra/main.bicepparam")).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'(?:, '([^']*)')?\)")]
    private static partial Regex ParameterRead();

    [Fact]
    public void Every_action_is_pinned_by_its_whole_commit()
    {
        var uses = Directory.GetFiles(Repository.PathOf(".github/workflows"), "*.yml").SelectMany(File.ReadLines).Select(line => line.Trim().TrimStart('-').Trim())
            .Where(line => line.StartsWith("uses: ", StringComparison.Ordinal)).Select(line => line["uses: ".Length..].Split(' ')[0]).Where(action => !action.StartsWith("./", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.True(action.Split('@') is [_, { Length: 40 } commit] && commit.All(char.IsAsciiHexDigitLower), action));
    }

    // The workflow says it itself; azd says who deploys.
    private static readonly string[] NotAsked = ["AZURE_PRINCIPAL_TYPE", "AZURE_PRINCIPAL_ID"];

    [Fact]
    public void The_pipeline_passes_every_parameter_with_the_default_of_the_parameters_file()
    {
        Assert.All(Parameters.Where(parameter => !NotAsked.Contains(parameter.Name)), parameter => Assert.Contains(
            $"\n      {parameter.Name}: ${{{{ vars.{parameter.Name}{(parameter.Default.Length > 0 ? $" || '{parameter.Default}'" : "")} }}}}\n", Deploy, StringComparison.Ordinal));
        Assert.Contains("\n      AZURE_PRINCIPAL_TYPE: ServicePrincipal\n", Deploy, StringComparison.Ordinal);
    }

    [Fact]
    public void Azd_puts_every_parameter_and_secret_where_the_pipeline_reads_it()
    {
        // Names that begin with AZURE_ are azd's own, and it sets them by itself.
        Assert.Equal(Parameters.Select(parameter => parameter.Name).Where(name => !name.StartsWith("AZURE_", StringComparison.Ordinal)).Order(StringComparer.Ordinal), Listed("variables"));
        Assert.Equal(Deploy.Split("secrets.").Skip(1).Select(rest => rest.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal), Listed("secrets"));
    }

    // Azure trusts the subject of the branch, and azd looks for this name.
    [Fact]
    public void The_pipeline_is_the_one_that_azd_connects()
    {
        Assert.Contains("id-token: write", Deploy, StringComparison.Ordinal);
        Assert.DoesNotContain("\n    environment:", Deploy, StringComparison.Ordinal);
        var steps = (string[])["azd provision", "Azure/login@", "azd hooks run postprovision", "azd deploy", "scripts/check --against"];
        Assert.Equal(steps.Select(step => Deploy.IndexOf(step, StringComparison.Ordinal)), steps.Select(step => Deploy.IndexOf(step, StringComparison.Ordinal)).Where(place => place >= 0).Order());
    }

    [Theory]
    [InlineData("settings.sh")]
    [InlineData("secrets.sh")]
    public void A_hook_that_may_ask_is_given_the_terminal(string hook) => Assert.Matches($"run: bash infra/hooks/{hook.Replace(".", "\\.", StringComparison.Ordinal)}\n(    #.*\n)*    interactive: true\n", Repository.Read("azure.yaml"));

    [Fact]
    public void The_guide_asks_for_the_azd_that_the_project_needs()
    {
        Assert.Contains("azd: \">= 1.20.0\"", Repository.Read("azure.yaml"), StringComparison.Ordinal);
        Assert.Contains("1.20 or later", Repository.Read("docs/operating.md"), StringComparison.Ordinal);
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

    // A list in azure.yaml, under "pipeline".
    private static IEnumerable<string> Listed(string name) => Repository.Read("azure.yaml").Split($"\n  {name}:\n")[1].Split('\n').TakeWhile(line => line.StartsWith("    - ", StringComparison.Ordinal)).Select(line => line[6..]);
}
