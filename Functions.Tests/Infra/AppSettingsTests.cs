using System.Text.Json;
using Esik.Hosting;

namespace Esik.Infra.Tests;

/// <summary>The settings of the function app, of the sample, and of the settings classes are the same: none missing, none dead.</summary>
public sealed class AppSettingsTests
{
    // Settings of the Functions host, which no settings class reads, and why they stand where they stand.
    private static readonly Dictionary<string, string> HostsInSample = new()
    {
        ["FUNCTIONS_WORKER_RUNTIME"] = "The local host asks for it; Flex Consumption has it in functionAppConfig and refuses it as a setting.",
    };

    // Ways of opening the storage account of which a deployment takes one.
    private static readonly Dictionary<string, string> NotInBicep = new()
    {
        ["AzureWebJobsStorage"] = "A connection string holds a key; in Azure an identity opens the account, and keys are off.",
        ["AzureWebJobsStorage__tableServiceUri"] = "The account's name says it.",
        ["AzureWebJobsStorage__queueServiceUri"] = "The account's name says it.",
        ["TABLES_ELSEWHERE"] = "The site's TablesConnection is a reference then, which is refused while the vault has no such secret.",
    };

    private static readonly string[] Secrets = ["FestivalSecret", "GuestKey", "TicketSigningKey", "SendGridApiKey", "SmtpPassword", "TablesConnection"];

    private static IReadOnlyDictionary<string, string> InBicep => Assert.Single(Bicep.Made("Microsoft.Web/sites/config")).GetProperty("properties").EnumerateObject()
        .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    [BicepFact]
    public void The_function_app_has_every_setting_of_the_classes_and_no_other() => Assert.Equal(
        EsikSettings.Names.Except(NotInBicep.Keys).Order(StringComparer.Ordinal),
        InBicep.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_sample_has_every_setting_of_the_classes_and_no_other()
    {
        using var sample = JsonDocument.Parse(Repository.Read("local.settings.sample.json"));
        var listed = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name);

        Assert.Equal(EsikSettings.Names.Concat(HostsInSample.Keys).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_exception_is_still_one()
    {
        Assert.All(HostsInSample.Keys, name => Assert.DoesNotContain(name, EsikSettings.Names));
        Assert.All(NotInBicep.Keys, name => Assert.Contains(name, EsikSettings.Names));
    }

    [BicepFact]
    public void A_secret_is_a_reference_into_the_vault_and_nothing_else_is()
    {
        var references = InBicep.Where(setting => setting.Value.Contains("secret(", StringComparison.Ordinal)).Select(setting => setting.Key);

        Assert.Equal(Secrets.Order(StringComparer.Ordinal), references.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("listKeys", Bicep.Template.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [BicepFact]
    public void The_limits_in_bicep_are_the_defaults_of_the_classes()
    {
        var defaults = EsikSettings.Classes.SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => (property.Name, Value: property.GetValue(Activator.CreateInstance(type))))).ToDictionary(pair => pair.Name, pair => pair.Value?.ToString());

        Assert.All(InBicep.Where(setting => setting.Key.Contains("PerMinute", StringComparison.Ordinal) || setting.Key.Contains("PerHour", StringComparison.Ordinal)), limit => Assert.Equal(defaults[limit.Key], limit.Value));
    }
}
