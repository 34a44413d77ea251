using System.Diagnostics;

namespace Esik.Infra.Tests;

/// <summary>What the deployment promises, read from the template that Azure would be sent.</summary>
public sealed class BicepTests
{
    // Roles of Azure, by their ids, as azure's list of built-in roles has them.
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    [BicepFact]
    public void Keys_are_off_and_what_is_deleted_can_be_had_back()
    {
        var account = Assert.Single(Bicep.Made("Microsoft.Storage/storageAccounts")).GetProperty("properties");
        Assert.False(account.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(account.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("TLS1_2", account.GetProperty("minimumTlsVersion").GetString());
        var blobs = Assert.Single(Bicep.Made("Microsoft.Storage/storageAccounts/blobServices")).GetProperty("properties");
        Assert.True(blobs.GetProperty("deleteRetentionPolicy").GetProperty("enabled").GetBoolean());
        var vault = Assert.Single(Bicep.Made("Microsoft.KeyVault/vaults")).GetProperty("properties");
        Assert.True(vault.GetProperty("enablePurgeProtection").GetBoolean() && vault.GetProperty("enableRbacAuthorization").GetBoolean());
    }

    [BicepFact]
    public void Its_tables_and_queues_are_those_that_the_program_opens()
    {
        Assert.Equal(["festivals", "slots"], Names("Microsoft.Storage/storageAccounts/tableServices/tables"));
        Assert.Equal(Hosting.Queues.All.SelectMany(queue => new[] { queue, Hosting.Queues.Poison(queue) }).Order(StringComparer.Ordinal), Names("Microsoft.Storage/storageAccounts/queueServices/queues"));
    }

    [BicepFact]
    public void The_site_has_the_roles_that_it_needs_and_no_more()
    {
        var known = Bicep.Module("roles").GetProperty("variables").EnumerateObject().ToDictionary(variable => variable.Name, variable => Roles[variable.Value.GetString()!]);
        Assert.Equal(Roles.Values.Order(StringComparer.Ordinal), known.Values.Order(StringComparer.Ordinal));
        var assigned = Bicep.Made("Microsoft.Authorization/roleAssignments").ToDictionary(
            role => role.GetProperty("metadata").GetProperty("description").GetString()!.Split([':', '.'])[0],
            role => string.Join(", ", known.Where(name => role.GetRawText().Contains($"variables('{name.Key}')", StringComparison.Ordinal)).Select(name => name.Value).Order(StringComparer.Ordinal)));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["The site at its storage"] = "Storage Blob Data Owner, Storage Queue Data Contributor, Storage Table Data Contributor",
                ["The site at the vault"] = "Key Vault Secrets User",
                ["The site at its logs"] = "Monitoring Metrics Publisher",
                ["The deployer at the tables and queues"] = "Storage Queue Data Contributor, Storage Table Data Contributor",
                ["The deployer at the vault"] = "Key Vault Secrets Officer",
            },
            assigned);
    }

    [BicepFact]
    public void A_planted_mistake_fails_the_check_and_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.PathOf("infra")))
            File.Copy(file, Path.Combine(folder.Path, Path.GetFileName(file)));
        File.AppendAllText(Path.Combine(folder.Path, "budget.bicep"), "\n@description('Nobody uses it.')\nparam unused string\n");
        using var process = Process.Start(new ProcessStartInfo(Repository.PathOf("scripts/infra"), [folder.Path]) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("no-unused-params", complaint, StringComparison.Ordinal);
    }

    // The last part of "[format('{0}/{1}/{2}', …, 'slots')]".
    private static IEnumerable<string> Names(string type) =>
        Bicep.Made(type).Select(resource => resource.GetProperty("name").GetString()!.Split('\'')[^2]).Order(StringComparer.Ordinal);
}
