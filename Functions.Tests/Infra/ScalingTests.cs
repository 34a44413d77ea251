using System.Diagnostics;

namespace Esik.Infra.Tests;

/// <summary>What the documents say of costs and limits is what the script computes from the benchmark's figures.</summary>
public sealed class ScalingTests
{
    [Theory]
    [InlineData("costs", "docs/operating.md")]
    [InlineData("openings", "docs/scaling.md")]
    [InlineData("remedies", "docs/scaling.md")]
    public void The_tables_are_those_of_the_script(string name, string file)
    {
        var printed = Run("node", Repository.PathOf("scripts/scaling.mjs")).Printed;
        var begins = printed.IndexOf(name + "\n\n|", StringComparison.Ordinal) + name.Length + 2;
        var table = printed[begins..].Split("\n\n")[0].Trim();
        Assert.True(table.Count(letter => letter == '\n') >= 4, table);
        Assert.True(Repository.Read(file).Contains(table, StringComparison.Ordinal), $"{file} is not up to date: run scripts/scaling --write.");
    }

    [Theory]
    [InlineData("speed")]
    [InlineData("size")]
    public void The_figures_of_the_guide_are_those_of_the_script(string name)
    {
        var printed = Run("node", Repository.PathOf("scripts/scaling.mjs")).Printed;
        var sentences = printed.Split($"{name}\n\n")[1].Split('\n')[0];
        Assert.True(sentences.Length > 60, sentences);
        Assert.True(Repository.Read("docs/operating.md").Contains($"\n{sentences}\n", StringComparison.Ordinal), "docs/operating.md is not up to date: run scripts/scaling --write.");
    }

    [Fact]
    public void Every_parameter_of_a_deployment_that_the_guide_names_exists()
    {
        var parameters = Repository.Read("infra/main.bicepparam");
        var named = Repository.Read("docs/operating.md").Split("azd env set ").Skip(1).Select(rest => rest.Split(' ', '\n')[0]).Distinct().ToList();
        Assert.True(named.Count >= 8, string.Join(' ', named));
        Assert.All(named, name => Assert.Contains($"'{name}'", parameters, StringComparison.Ordinal));
    }

    // References into the vault are looked up once a day: with yesterday's keys a restored site would open no ticket.
    [Theory]
    [InlineData("## Secrets and their rotation", "az keyvault secret set")]
    [InlineData("## Restoring", "scripts/restore")]
    public void Where_secrets_change_the_guide_has_the_site_read_them(string chapter, string then)
    {
        var text = Repository.Read("docs/operating.md").Split(chapter)[1].Split("\n## ")[0];
        Assert.Contains(then, text, StringComparison.Ordinal);
        Assert.Contains("azd hooks run postprovision", text, StringComparison.Ordinal);
        Assert.Contains("restart", text, StringComparison.Ordinal);
    }

    internal static (int Code, string Printed, string Complaint) Run(string program, params string[] arguments) => Run([], program, arguments);

    internal static (int Code, string Printed, string Complaint) Run(Dictionary<string, string?> environment, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Directory };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (printed, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)), $"{program} did not end.");
        return (process.ExitCode, printed.GetAwaiter().GetResult(), complaint.GetAwaiter().GetResult());
    }
}
