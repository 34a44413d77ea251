using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting.Tests;

/// <summary>A wrong setting stops the start with its name, what is wrong and an example; a missing secret is named and never printed.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string?> Good = TestSettings.Create("UseDevelopmentStorage=true", "https://tickets.example.org", "mail");

    private static readonly string[] Secrets = ["FestivalSecret", "GuestKey", "TicketSigningKey", "SendGridApiKey", "SmtpPassword", "AzureWebJobsStorage", "TablesConnection", "OtlpHeaders"];

    public static TheoryData<string, string, string> WrongValues => new()
    {
        { "FestivalId", "Art Energy", "FestivalId: must be 1 to 40 of a-z, 0-9 and the hyphen. Example: art-energy-almaty" },
        { "FestivalTimeZone", "Asia/Nowhere", "FestivalTimeZone: is no time zone that this machine knows. Example: Asia/Almaty" },
        { "PublicUrl", "http://tickets.example.org", "PublicUrl: must be https: guests' data may not travel in clear. Example: https://tickets.example.org" },
        { "PublicUrl", "https://tickets.example.org#kk", "PublicUrl: must be an http or https address without a path. Example: https://tickets.example.org" },
        { "TrustedProxies", "many", "TrustedProxies: is not a whole number. Example: 0, or 1 behind one reverse proxy" },
        { "TrustedProxies", "9", "TrustedProxies: must be 0 to 5. Example: 0, or 1 behind one reverse proxy" },
        { "DevPages", "perhaps", "DevPages: is not true or false. Example: false" },
        { "Mailer", "Pigeon", "Mailer: is not one of Folder, SendGrid, Smtp. Example: SendGrid" },
        { "Mailer", "7", "Mailer: is not one of Folder, SendGrid, Smtp. Example: SendGrid" },
        { "TicketSigningKeyId", "256", "TicketSigningKeyId: must be a whole number from 1 to 255. Example: 1" },
        { "AzureWebJobsStorage", "", "AzureWebJobsStorage: is missing, and so is AzureWebJobsStorage__accountName: one of them says where the festival is stored. Example: UseDevelopmentStorage=true for a local Azurite" },
        { "AzureWebJobsStorage", "esik", "AzureWebJobsStorage: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: UseDevelopmentStorage=true for a local Azurite" },
        { "AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=esik", "AzureWebJobsStorage: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: UseDevelopmentStorage=true for a local Azurite" },
        { "AzureWebJobsStorage", "DefaultEndpointsProtocol=https;AccountName=esik;AccountKey=not-base64!;EndpointSuffix=core.windows.net", "AzureWebJobsStorage: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: UseDevelopmentStorage=true for a local Azurite" },
        { "TablesConnection", "esik", "TablesConnection: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: empty, or AccountName=…;AccountKey=…;TableEndpoint=https://esik.table.cosmos.azure.com:443/" },
        { "TablesConnection", "DefaultEndpointsProtocol=https;AccountName=esik", "TablesConnection: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: empty, or AccountName=…;AccountKey=…;TableEndpoint=https://esik.table.cosmos.azure.com:443/" },
        { "TablesConnection", "DefaultEndpointsProtocol=https;AccountName=esik;AccountKey=not-base64!;EndpointSuffix=core.windows.net", "TablesConnection: is no whole connection string, as the portal shows it: a part is missing or was cut off. Example: empty, or AccountName=…;AccountKey=…;TableEndpoint=https://esik.table.cosmos.azure.com:443/" },
        { "TABLES_ELSEWHERE", "true", "TablesConnection: is missing: TABLES_ELSEWHERE says that the tables lie in another account. Example: empty, or AccountName=…;AccountKey=…;TableEndpoint=https://esik.table.cosmos.azure.com:443/" },
        { "TABLES_ELSEWHERE", "there", "TABLES_ELSEWHERE: is not true or false. Example: false" },
        { "AzureWebJobsStorage__accountName", "My Account", "AzureWebJobsStorage__accountName: must be 3 to 24 of a-z and 0-9. Example: esikfestival" },
        { "AzureWebJobsStorage__clientId", "me", "AzureWebJobsStorage__clientId: is not an id of 32 hexadecimal digits. Example: 5f0c8bd5-0000-0000-0000-3c8b6e1d2f10" },
        { "AzureWebJobsStorage__credential", "password", "AzureWebJobsStorage__credential: is not one of Default, ManagedIdentity. Example: managedidentity, or empty for whoever is signed in" },
        { "AzureWebJobsStorage__tableServiceUri", "http://here", "AzureWebJobsStorage__tableServiceUri: must be an https address. Example: https://esikfestival.table.core.windows.net" },
        { "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "ClientId=me", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING: must say Authorization=AAD. Example: Authorization=AAD;ClientId=5f0c8bd5-0000-0000-0000-3c8b6e1d2f10" },
        { "SignUpsPerMinutePerEmail", "1", "SignUpsPerMinutePerEmail: must be 5 to 100000. Example: 10" },
    };

    [Fact]
    public void Good_settings_start() => Assert.Equal([], Mistakes(Good));

    [Fact]
    public void Tables_that_are_named_may_lie_elsewhere() => Assert.Equal([], Mistakes(new(Good) { ["TABLES_ELSEWHERE"] = "true", ["TablesConnection"] = "UseDevelopmentStorage=true" }));

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_setting_is_told_with_its_name_what_is_wrong_and_an_example(string name, string value, string sentence) =>
        Assert.Equal([sentence], Mistakes(new(Good) { [name] = value }));

    [Theory]
    [InlineData("FestivalSecret")]
    [InlineData("GuestKey")]
    [InlineData("TicketSigningKey")]
    public void A_missing_secret_is_named(string name) => Assert.StartsWith(name + ": ", Assert.Single(Mistakes(new(Good) { [name] = null })), StringComparison.Ordinal);

    [Fact]
    public void No_secret_is_ever_printed_however_wrong_it_is()
    {
        const string Secret = "s3cr=t;very wrong";
        var wrong = new Dictionary<string, string?>(Good) { ["Mailer"] = "SendGrid", ["SmtpUser"] = "me" };
        foreach (var name in Secrets)
            wrong[name] = Secret;
        Assert.All(Mistakes(wrong), mistake => Assert.False(mistake.Contains("s3cr", StringComparison.Ordinal) || mistake.Contains("very wrong", StringComparison.Ordinal), mistake));
    }

    [Fact]
    public void A_vault_reference_that_nobody_resolved_is_one_mistake_and_no_value()
    {
        const string Reference = "@Microsoft.KeyVault(VaultName=esik;SecretName=GuestKey)";
        foreach (var name in Secrets.Take(5))
        {
            var mistake = Assert.Single(Mistakes(new(Good) { ["Mailer"] = name == "SendGridApiKey" ? "SendGrid" : "Folder", ["MailFrom"] = "tickets@example.org", [name] = Reference }));
            Assert.StartsWith($"{name}: is a Key Vault reference that was not resolved", mistake, StringComparison.Ordinal);
            Assert.DoesNotContain("VaultName", mistake, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_identity_is_enough_to_name_the_account()
    {
        var named = new Dictionary<string, string?>(Good) { ["AzureWebJobsStorage"] = null, ["AzureWebJobsStorage__accountName"] = "esikfestival" };
        Assert.Equal([], Mistakes(named));
        Assert.Equal(
            ["AzureWebJobsStorage__queueServiceUri: is missing: AzureWebJobsStorage__tableServiceUri is set. Example: https://esikfestival.queue.core.windows.net"],
            Mistakes(new(Good) { ["AzureWebJobsStorage"] = null, ["AzureWebJobsStorage__tableServiceUri"] = "https://esik.table.core.windows.net" }));
        var settings = new StorageSettings { StorageAccountName = "esikfestival", QueueServiceUri = "https://elsewhere.example.org/" };
        Assert.Equal(("https://esikfestival.table.core.windows.net/", "https://elsewhere.example.org/"), (settings.Tables.AbsoluteUri, settings.Queues.AbsoluteUri));
    }

    private static IReadOnlyList<string> Mistakes(Dictionary<string, string?> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(EsikSettings.KeyOf(setting.Key), setting.Value))).Build();
        try
        {
            new ServiceCollection().AddEsikSettings(configuration);
            return [];
        }
        catch (SettingsException mistakes)
        {
            return mistakes.Mistakes;
        }
    }
}
