namespace Esik.Infra.Tests;

/// <summary>The hooks of a deployment, with an az and an azd in front of them that write down what they are asked, and keep a vault in a folder.</summary>
public sealed class HooksTests : IDisposable
{
    private const string Az = """
        #!/usr/bin/env bash
        printf 'az %s\n' "$*" >>"$ASKED"
        if [[ "$1 $2" == 'account show' && -n ${SIGNED_OUT:-} ]]; then exit 1; fi
        name= file=
        for ((i = 1; i <= $#; i++)); do
          j=$((i + 1))
          case ${!i} in --name) name=${!j} ;; --file) file=${!j} ;; esac
        done
        case "$1 $2 $3" in
          'keyvault secret show')
            if [[ -f $VAULT/refusals ]] && (($(wc -l <"$VAULT/refusals") > 0)); then sed -i 1d "$VAULT/refusals"; echo 'Forbidden' >&2; exit 1; fi
            [[ -f $VAULT/$name ]] || { echo '(SecretNotFound) A secret with that name was not found' >&2; exit 3; } ;;
          'keyvault secret set') cp "$file" "$VAULT/$name" ;;
        esac
        """;

    private static readonly string[] Secrets = ["FestivalSecret", "GuestKey", "TicketSigningKey", "SendGridApiKey"];
    private static readonly string[] Settings = ["FESTIVAL_ID", "ORGANIZERS", "MAIL_FROM", "ALERT_EMAIL", "BUDGET_START"];

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string?> environment;

    public HooksTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "vault"));
        foreach (var (name, text) in new[] { ("az", Az), ("azd", "#!/usr/bin/env bash\nprintf 'azd %s\\n' \"$*\" >>\"$ASKED\"\n") })
            Tool.Run("chmod", "+x", folder.Write(name, System.Text.Encoding.UTF8.GetBytes(text)));
        environment = new()
        {
            ["PATH"] = folder.Path + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["ASKED"] = Path.Combine(folder.Path, "asked"),
            ["VAULT"] = Path.Combine(folder.Path, "vault"),
            ["VAULT_NAME"] = "esik-vault",
            ["SITE_NAME"] = "esik-site",
            ["AZURE_RESOURCE_GROUP"] = "rg-sample",
            ["AZURE_SUBSCRIPTION_ID"] = "0000",
            ["SENDGRID_API_KEY"] = "SG.the-providers-key",
            ["ESIK_VAULT_PAUSE_SECONDS"] = "0",
        };
    }

    private string Asked => File.ReadAllText(environment["ASKED"]!);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Missing_secrets_are_made_and_are_good_and_nobody_sees_them()
    {
        var (code, printed, complaint) = ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh");

        Assert.True(code == 0, complaint);
        var secrets = Secrets.ToDictionary(name => name, Secret);
        Assert.Equal("SG.the-providers-key", secrets["SendGridApiKey"]);
        Assert.NotNull(Hosting.SecretBytes.Read(secrets["FestivalSecret"]));
        Assert.NotNull(Tickets.GuestKey.Parse(secrets["GuestKey"]));
        Assert.Empty(Tickets.TicketKeys.Read(secrets["TicketSigningKey"], "1", "").Problems);
        Assert.All(secrets.Values, secret => Assert.DoesNotContain(secret, Asked + printed + complaint, StringComparison.Ordinal));
        Assert.Contains("/sites/esik-site/config/configreferences/appsettings/refresh", Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_that_are_there_stay()
    {
        foreach (var name in Secrets)
            File.WriteAllText(Path.Combine(environment["VAULT"]!, name), "as it was");
        environment["SENDGRID_API_KEY"] = null;

        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh").Code);

        Assert.All(Secrets, name => Assert.Equal("as it was", Secret(name)));
        Assert.DoesNotContain("secret set", Asked, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_that_is_not_known_yet_is_waited_for_and_one_that_never_comes_is_said()
    {
        File.WriteAllText(Path.Combine(environment["VAULT"]!, "refusals"), "1\n2\n3\n");
        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh").Code);

        File.WriteAllText(Path.Combine(environment["VAULT"]!, "refusals"), string.Concat(Enumerable.Repeat("no\n", 100)));
        var (code, _, complaint) = ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh");
        Assert.Equal(1, code);
        Assert.Contains("Key Vault Secrets Officer", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_providers_key_that_nobody_gave_is_named_with_what_to_do()
    {
        environment["SENDGRID_API_KEY"] = null;
        var (code, _, complaint) = ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh");
        Assert.Equal(1, code);
        Assert.Contains("SendGridApiKey is missing", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_a_person_can_say_is_asked_for_before_anything_is_made()
    {
        foreach (var name in Settings)
            environment[name] = null;
        environment["CI"] = null;
        environment["VAULT_NAME"] = null;
        var (code, _, complaint) = ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh");
        Assert.Equal((1, 4), (code, complaint.Split('\n').Count(line => line.Contains("azd env set", StringComparison.Ordinal))));
        foreach (var (name, value) in Bicep.Needed.Where(needed => needed.Key != "BUDGET_START"))
            environment[name] = value;
        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Code);
        Assert.Contains("azd env set BUDGET_START ", Asked, StringComparison.Ordinal);
        environment["CI"] = "true";
        Assert.Contains("BUDGET_START is missing", ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SENDGRID_API_KEY", "MAILER", "SendGrid")]
    [InlineData("SMTP_PASSWORD", "MAILER", "Smtp")]
    [InlineData("TABLES_CONNECTION", "TABLES_ELSEWHERE", "true")]
    public void A_secret_that_nobody_could_be_asked_for_is_missed_before_anything_is_made(string secret, string setting, string value)
    {
        foreach (var (name, needed) in Bicep.Needed)
            environment[name] = needed;
        environment[setting] = value;
        environment["SMTP_USER"] = "tickets";
        environment[secret] = "";
        environment["VAULT_NAME"] = "";
        var (code, _, complaint) = ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh");
        Assert.Equal((1, true), (code, complaint.StartsWith(secret + " is missing", StringComparison.Ordinal)));

        // An earlier deployment's vault may have it.
        environment["VAULT_NAME"] = "esik-vault";
        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Code);
        environment["VAULT_NAME"] = "";
        environment[secret] = "given";
        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Code);
    }

    [Fact]
    public void What_the_hooks_need_is_named_before_anything_is_made()
    {
        foreach (var (name, needed) in Bicep.Needed)
            environment[name] = needed;
        environment["SIGNED_OUT"] = "true";
        Assert.Contains("az login", ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Complaint, StringComparison.Ordinal);
        Assert.Contains("az login", ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh").Complaint, StringComparison.Ordinal);
        environment["ESIK_SECRETS"] = "later";
        Assert.Equal(0, ScalingTests.Run(environment, "bash", "infra/hooks/settings.sh").Code);
        Assert.Equal((0, "Secrets: later.\n", ""), ScalingTests.Run(environment, "bash", "infra/hooks/secrets.sh"));

        environment["PATH"] = folder.Path + "/nowhere";
        foreach (var hook in (string[])["settings", "secrets"])
        {
            environment["ESIK_SECRETS"] = null;
            var (code, _, complaint) = ScalingTests.Run(environment, "/bin/bash", $"infra/hooks/{hook}.sh");
            Assert.Equal((1, true), (code, complaint.Contains("az is missing", StringComparison.Ordinal)));
        }
    }

    // azd gives a hook its terminal; `script` gives it one here.
    [Fact]
    public void In_a_terminal_the_providers_key_is_asked_for_and_not_shown()
    {
        environment["SENDGRID_API_KEY"] = null;
        var (code, printed, _) = ScalingTests.Run(environment, "bash", "-c", "(sleep 1; echo SG.typed) | script --quiet --return --command 'stty -echo; bash infra/hooks/secrets.sh' /dev/null");

        Assert.True(code == 0, printed);
        Assert.Equal("SG.typed", Secret("SendGridApiKey"));
        Assert.DoesNotContain("SG.typed", printed + Asked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings.sh")]
    [InlineData("secrets.sh")]
    [InlineData("look.sh")]
    public void Each_hook_says_what_it_does(string hook) => Assert.StartsWith($"infra/hooks/{hook}: azd runs it", ScalingTests.Run([], "bash", $"infra/hooks/{hook}", "--help").Printed, StringComparison.Ordinal);

    private string Secret(string name) => File.ReadAllText(Path.Combine(environment["VAULT"]!, name)).TrimEnd('\n');
}
