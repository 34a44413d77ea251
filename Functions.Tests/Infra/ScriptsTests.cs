namespace Esik.Infra.Tests;

/// <summary>What somebody types who only wants to know, or has not installed everything.</summary>
public sealed class ScriptsTests
{
    [Theory]
    [InlineData("scripts/infra")]
    [InlineData("scripts/package")]
    [InlineData("scripts/program")]
    [InlineData("scripts/scaling")]
    public void Each_says_what_it_does(string script)
    {
        var (code, printed, complaint) = ScalingTests.Run(Repository.PathOf(script), "--help");
        Assert.Equal((0, ""), (code, complaint));
        Assert.StartsWith(script, printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scripts/scaling", "Node.js is missing")]
    [InlineData("scripts/program", "The .NET SDK 10 is missing")]
    public void What_is_missing_is_named(string script, string sentence)
    {
        using var folder = new TemporaryFolder();
        var program = folder.Write("built.dll", []);
        foreach (var tool in (string[])["bash", "dirname"])
            File.CreateSymbolicLink(Path.Combine(folder.Path, tool), $"/usr/bin/{tool}");
        var (code, _, complaint) = ScalingTests.Run(new Dictionary<string, string?> { ["PATH"] = folder.Path, ["ESIK_PROGRAM"] = program }, "/bin/bash", Repository.PathOf(script), "audit");
        Assert.Equal((1, true), (code, complaint.StartsWith(sentence, StringComparison.Ordinal)));
    }

    // Bicep that ends without a word, as one that is killed, has checked nothing.
    [Fact]
    public void Bicep_that_says_nothing_and_fails_is_a_failure()
    {
        using var folder = new TemporaryFolder();
        var version = System.Text.RegularExpressions.Regex.Match(Repository.Read("Directory.Packages.props"), "Azure\\.Bicep\\.CommandLine\\.linux-x64\" Version=\"([^\"]+)\"").Groups[1].Value;
        var tools = Directory.CreateDirectory(Path.Combine(folder.Path, "azure.bicep.commandline.linux-x64", version, "tools")).FullName;
        File.WriteAllText(Path.Combine(tools, "bicep"), "#!/bin/sh\nexit 3\n");
        var files = Directory.CreateDirectory(Path.Combine(folder.Path, "infra")).FullName;
        foreach (var file in Directory.GetFiles(Repository.PathOf("infra")))
            File.Copy(file, Path.Combine(files, Path.GetFileName(file)));
        var (code, _, complaint) = ScalingTests.Run(new Dictionary<string, string?> { ["NUGET_PACKAGES"] = folder.Path }, Repository.PathOf("scripts/infra"), files);
        Assert.Equal((1, true), (code, complaint.Contains("bicep lint ended with 3.", StringComparison.Ordinal)));
    }
}
