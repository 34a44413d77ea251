namespace Esik.Infra.Tests;

/// <summary>What docs/operating.md has a person type before a command at home, with an azd and an az in front that answer.</summary>
public sealed class GuideTests
{
    private const string Azd = """
        #!/usr/bin/env bash
        printf '%s\n' STORAGE_NAME='"esikstore"' FESTIVAL_ID='"sample"' FESTIVAL_TIME_ZONE='"Asia/Almaty"' VAULT_NAME='"esik-vault"' "$MORE"
        """;

    private const string Az = """
        #!/usr/bin/env bash
        while [[ $1 != --name ]]; do shift; done
        printf '%s of %s\n' "$2" "$MORE"
        """;

    [Theory]
    [InlineData("", "false", "")]
    [InlineData("TABLES_ELSEWHERE=\"false\"", "false", "")]
    [InlineData("TABLES_ELSEWHERE=\"true\"", "true", "TablesConnection of TABLES_ELSEWHERE=\"true\"")]
    public void The_shell_of_the_import_opens_the_tables_that_the_site_uses(string more, string elsewhere, string tables)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, text) in new[] { ("azd", Azd), ("az", Az) })
            Tool.Run("chmod", "+x", folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text)));
        var typed = string.Join('\n', Block("eval \"$(azd env get-values)\"").TakeWhile(line => !line.StartsWith("scripts/", StringComparison.Ordinal)));
        var environment = new Dictionary<string, string?> { ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}", ["MORE"] = more };

        var (code, printed, complaint) = ScalingTests.Run(environment, "bash", "-euc", typed + "\nprintenv AzureWebJobsStorage__accountName FestivalId TABLES_ELSEWHERE; printenv TablesConnection || true");

        Assert.Equal((0, $"esikstore\nsample\n{elsewhere}\n{(tables.Length > 0 ? tables + "\n" : "")}", ""), (code, printed, complaint));
    }

    // The indented lines of which this is the first.
    private static IEnumerable<string> Block(string first) => Repository.Read("docs/operating.md").Split('\n')
        .SkipWhile(line => line.Trim() != first).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim());
}
