using System.Text.Json;

namespace Esik.Infra.Tests;

/// <summary>Properties of the template that nothing would miss before the day on which they matter.</summary>
public sealed class PromisesTests
{
    private static JsonElement Site => Assert.Single(Bicep.Made("Microsoft.Web/sites")).GetProperty("properties");

    private static JsonElement Application => Site.GetProperty("functionAppConfig");

    [BicepFact]
    public void A_day_of_logs_has_an_end_and_no_key_writes_any()
    {
        var workspace = Assert.Single(Bicep.Made("Microsoft.OperationalInsights/workspaces")).GetProperty("properties");
        Assert.Equal("[variables('gigabytesPerDay')]", workspace.GetProperty("workspaceCapping").GetProperty("dailyQuotaGb").GetString());
        Assert.Contains("parameters('megabytesPerDay')", Bicep.Module("logs").GetProperty("variables").GetProperty("gigabytesPerDay").GetString(), StringComparison.Ordinal);
        Assert.True(workspace.GetProperty("features").GetProperty("disableLocalAuth").GetBoolean());
        var insights = Assert.Single(Bicep.Made("Microsoft.Insights/components")).GetProperty("properties");
        Assert.True(insights.GetProperty("DisableLocalAuth").GetBoolean());
        Assert.False(insights.GetProperty("DisableIpMasking").GetBoolean());
    }

    // Each falls back to a key or to an identity that there is not, and each only when the site is asked to start.
    [BicepFact]
    public void The_site_reads_its_package_and_its_secrets_as_itself()
    {
        Assert.Contains("'Microsoft.ManagedIdentity/userAssignedIdentities'", Site.GetProperty("keyVaultReferenceIdentity").GetString(), StringComparison.Ordinal);
        var authentication = Application.GetProperty("deployment").GetProperty("storage").GetProperty("authentication");
        Assert.Equal("UserAssignedIdentity", authentication.GetProperty("type").GetString());
        Assert.Equal(Site.GetProperty("keyVaultReferenceIdentity").GetString(), authentication.GetProperty("userAssignedIdentityResourceId").GetString());
        Assert.True(Site.GetProperty("httpsOnly").GetBoolean());
    }

    [BicepFact]
    public void The_site_is_as_large_as_the_parameters_say()
    {
        var scale = Application.GetProperty("scaleAndConcurrency");
        Assert.Equal("[parameters('scale').requestsPerInstance]", scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetString());
        Assert.Equal("[parameters('scale').instanceMemoryMB]", scale.GetProperty("instanceMemoryMB").GetString());
        Assert.Equal("[parameters('scale').instancesMax]", scale.GetProperty("maximumInstanceCount").GetString());
        Assert.Contains("parameters('scale').alwaysReadyInstances", scale.GetProperty("alwaysReady").GetString(), StringComparison.Ordinal);
    }

    // `azd down` takes the outputs out of the environment, and Azure makes no budget that began before this month.
    [BicepFact]
    public void The_budgets_month_goes_with_the_deployment() =>
        Assert.Equal("[parameters('budgetStart')]", Bicep.Template.GetProperty("outputs").GetProperty("BUDGET_START").GetProperty("value").GetString());

    [BicepFact]
    public void Traces_are_thinned_by_the_site_and_by_the_parameter()
    {
        var settings = Assert.Single(Bicep.Made("Microsoft.Web/sites/config")).GetProperty("properties");
        Assert.Equal("[string(parameters('scale').tracesKeptPercent)]", settings.GetProperty("TracesKeptPercent").GetString());
    }
}
