using System.Text.Json;

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
    [BicepFact]
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

    // A green check in which nobody looked must not be taken for one.
    [Theory]
    [InlineData("Darwin arm64", null, 0, "0 passed, 0 failed; Bicep was NOT checked: it runs on Linux x86_64")]
    [InlineData("Linux aarch64", "true", 1, "0 passed, 1 failed")]
    public void On_a_machine_without_bicep_the_last_line_says_so_and_a_pipeline_fails(string machine, string? pipeline, int expected, string lastLine)
    {
        using var folder = new TemporaryFolder();
        foreach (var script in (string[])["check", "steps.sh", "infra"])
            File.Copy(Repository.PathOf("scripts/" + script), Directory.CreateDirectory(Path.Combine(folder.Path, "scripts")).FullName + "/" + script);
        Directory.CreateDirectory(Path.Combine(folder.Path, "infra"));
        File.Copy(Repository.PathOf("Directory.Packages.props"), Path.Combine(folder.Path, "Directory.Packages.props"));
        foreach (var packages in (string[])["Functions/Hosting/Standalone/Azurite", "Web/door"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, packages, "node_modules"));
            File.WriteAllText(Path.Combine(folder.Path, packages, "package-lock.json"), "");
        }
        // Everything else goes well, and does nothing.
        var tools = Directory.CreateDirectory(Path.Combine(folder.Path, "tools")).FullName;
        foreach (var (tool, says) in new[] { ("uname", machine), ("dotnet", "10.0.100 [here]"), ("node", "v22.0.0"), ("npm", ""), ("apt-get", ""), ("chromium", ""), ("ffmpeg", ""), ("zbarimg", ""), ("pdftotext", ""), ("rsvg-convert", "") })
        {
            // Node is asked for its version, and for the counts in a file of results.
            File.WriteAllText(Path.Combine(tools, tool), $"#!/bin/sh\n[ \"$1\" = -p ] && echo '0 0' || echo '{says}'\n");
            Tool.Run("chmod", "+x", Path.Combine(tools, tool));
        }
        var environment = new Dictionary<string, string?> { ["PATH"] = tools + ":" + Environment.GetEnvironmentVariable("PATH"), ["CI"] = pipeline };
        var (code, printed, complaint) = ScalingTests.Run(environment, Path.Combine(folder.Path, "scripts/check"));

        Assert.Equal((expected, lastLine), (code, printed.TrimEnd().Split('\n')[^1]));
        Assert.Equal(pipeline is not null, complaint.Contains("Nothing was checked", StringComparison.Ordinal));
        Assert.Equal(3, ScalingTests.Run(environment, Path.Combine(folder.Path, "scripts/infra")).Code);
    }

    // azd compiles with its own Bicep, on whatever day it is.
    [Fact]
    public void What_is_deployed_is_refused_by_no_calendar()
    {
        using var configuration = JsonDocument.Parse(Repository.Read("infra/bicepconfig.json"));
        var rules = configuration.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules").EnumerateObject().ToList();

        Assert.Equal("off", rules.Single(rule => rule.Name == "use-recent-api-versions").Value.GetProperty("level").GetString());
        Assert.All(rules, rule => Assert.Equal(["level"], rule.Value.EnumerateObject().Select(property => property.Name)));
    }

    [BicepFact]
    public void An_old_interface_fails_the_check_as_of_a_day_that_stands_still()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("infra")))
            File.WriteAllText(Path.Combine(folder.Path, Path.GetFileName(file)), File.ReadAllText(file).Replace("userAssignedIdentities@2024-11-30", "userAssignedIdentities@2023-01-31", StringComparison.Ordinal));
        var (code, _, complaint) = ScalingTests.Run(Repository.PathOf("scripts/infra"), folder.Path);

        Assert.Equal((1, true), (code, complaint.Contains("use-recent-api-versions", StringComparison.Ordinal)));
        Assert.Matches("\nas_of=20[0-9-]{8}\n", Repository.Read("scripts/infra"));
        Assert.Contains("\"test-today\": \"'$as_of'\"", Repository.Read("scripts/infra"), StringComparison.Ordinal);
    }
}
