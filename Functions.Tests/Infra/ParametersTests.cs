namespace Esik.Infra.Tests;

/// <summary>What the parameters are refused for, before anything is created.</summary>
public sealed class ParametersTests
{
    // Bicep names one mistake of each parameter, so there are several rounds.
    [BicepFact]
    public void What_is_out_of_range_or_no_number_is_named_with_an_example()
    {
        Refused(("TICKET_SIGNING_KEY_ID", "256", "must be 1 to 255, not 256. Example: 1"), ("SMTP_PORT", "0", "must be 1 to 65535, not 0. Example: 587"), ("INSTANCES_MAX", "39", "must be 40 to 1000, not 39. Example: 40"), ("ALERT_MINUTES", "7", "must be 5, 15 or 60, not 7. Example: 15"), ("BUDGET_AMOUNT", "0", "must be 1 to 10000, not 0. Example: 5"));
        Refused(("TICKET_SIGNING_KEY_ID", "one", "must be 1 to 255, not one. Example: 1"), ("SMTP_PORT", "99999999999", "must be 1 to 65535, not 99999999999. Example: 587"), ("INSTANCES_MAX", "many", "must be 40 to 1000, not many. Example: 40"), ("BUDGET_AMOUNT", "-5", "must be 1 to 10000, not -5. Example: 5"));
        Refused(("REGION_MEMORY_MB", "abc", "must be 20480 to 100000000, not abc. Example: 512000"), ("BUDGET_AMOUNT", "5.5", "must be 1 to 10000, not 5.5. Example: 5"));
        Refused(("REQUESTS_PER_INSTANCE", "0x500", "must be 500 to 1000, not 0x500. Example: 500"), ("BUDGET_AMOUNT", "05", "must be 1 to 10000, not 05. Example: 5"));
    }

    // Another case is another word for the hooks and for the site.
    [BicepFact]
    public void What_is_none_of_the_words_that_there_are_is_named_with_an_example()
    {
        Refused(("TABLES_ELSEWHERE", "maybe", "must be true or false, not maybe. Example: false"), ("MAILER", "smtp", "must be SendGrid or Smtp, not smtp. Example: SendGrid"), ("AZURE_PRINCIPAL_TYPE", "user", "must be User, ServicePrincipal or Group, not user. Example: User"), ("INSTANCE_MEMORY_MB", "1024", "must be 512, 2048 or 4096, not 1024. Example: 512"));
        Refused(("TABLES_ELSEWHERE", "True", "must be true or false, not True. Example: false"), ("SMTP_SECURITY", "None", "must be StartTls or Tls, not None. Example: StartTls, or Tls for port 465"));
        // Azure's regions are a list in main.bicep, and Bicep says it.
        Assert.Contains("'centralindia' | 'centralus'", Bicep.Complaint(("AZURE_LOCATION", "mars")), StringComparison.Ordinal);
    }

    [BicepTheory]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_missing_is_named_with_an_example(string? nothing)
    {
        var complaint = Bicep.Complaint([.. Bicep.Needed.Keys.Select(name => (name, nothing))]);
        Assert.All(Bicep.Needed.Keys.Except(["ORGANIZERS"]), name => Assert.Matches($"{name} must be [^\n]*, not an empty text. Example: ", complaint));
        Assert.Contains("ORGANIZERS must be e-mail addresses with commas between, of at most 2000 letters, not an empty text. Example: ", Bicep.Complaint(("ORGANIZERS", nothing)), StringComparison.Ordinal);
    }

    [BicepFact]
    public void What_is_too_long_is_named_with_an_example()
    {
        TooLong(("AZURE_ENV_NAME", 40), ("FESTIVAL_ID", 40), ("MAIL_FROM_NAME", 100), ("AZURE_PRINCIPAL_ID", 36));
        TooLong(("PUBLIC_URL", 200), ("SMTP_HOST", 200));
        TooLong(("ORGANIZERS", 2000), ("SMTP_USER", 254));
        TooLong(("MAIL_FROM", 254), ("ALERT_EMAIL", 254));

        static void TooLong(params (string Name, int Most)[] texts) => Refused([.. texts.Select(text => (text.Name, new string('m', text.Most + 1), "must be "))]);
    }

    // Somebody may have taken the wrong half of a key.
    [BicepFact]
    public void What_was_given_for_a_key_is_not_shown()
    {
        var complaint = Bicep.Complaint(("TICKET_PUBLIC_KEYS", "2:MIGHAgEAMBMGByqGSM49-private"));
        Assert.Contains("TICKET_PUBLIC_KEYS must be", complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("MIGHAgEA", complaint, StringComparison.Ordinal);
    }

    [BicepFact]
    public void Every_setting_has_a_complaint_of_its_own_with_an_example()
    {
        var file = Repository.Read("infra/main.bicepparam");
        var names = System.Text.RegularExpressions.Regex.Matches(file, @"readEnvironmentVariable\('(\w+)'").Select(match => match.Groups[1].Value).Except(["AZURE_LOCATION"]).ToList();
        Assert.True(names.Count > 25, $"{names.Count} settings.");
        Assert.All(names, name => Assert.Matches($@"fail\('{name} must be [^\n]*Example: ", file));
    }

    [BicepFact]
    public void What_the_site_or_azure_would_refuse_later_fails_before_anything_is_created()
    {
        Refused(
            ("FESTIVAL_ID", "Art_Energy", "must be 1 to 40 of a-z, 0-9 and the hyphen"), ("MAIL_FROM", "tickets.example.org", "must be one e-mail address"),
            ("ALERT_EMAIL", "the team", "must be one e-mail address"), ("BUDGET_START", "2027-09-15", "must be the first day of a month"));
        Refused(("PUBLIC_URL", "http://tickets.example.org", "must be an https address without a path"), ("MAIL_REPLY_TO", "nobody", "must be one e-mail address"), ("BUDGET_START", "2027-13-01", "must be"));
        Refused(("PUBLIC_URL", "https://tickets.example.org/kk", "must be"), ("MAIL_FROM", "Esik <tickets@example.org>", "must be"), ("ALERT_EMAIL", "@example.org", "must be"), ("BUDGET_START", "2027/09/01", "must be"));
        Refused(("ORGANIZERS", "aigerim@example.org;timur@example.org", "must be e-mail addresses with commas between"), ("MAIL_FROM", "tickets@localhost", "must be"), ("BUDGET_START", "01-09-2027", "must be"));
        Assert.Contains("must be within the 512000 MB that a region gives a subscription, not 514048", Bicep.Complaint(("INSTANCES_MAX", "251"), ("INSTANCE_MEMORY_MB", "2048")), StringComparison.Ordinal);
        Refused(("ORGANIZERS", "тимур@example.org", "must be"), ("MAIL_FROM", "a..b@example.org", "must be"), ("ALERT_EMAIL", "a@example..org", "must be"));
        Refused(("PUBLIC_URL", "https://tickets.example.org?x=1", "must be"), ("MAIL_REPLY_TO", "тимур@example.org", "must be"));
        Refused(("ORGANIZERS", ", ,", "must be"));
        Refused(("FESTIVAL_ID", "Art-energy", "must be"));
        Refused(("FESTIVAL_TIME_ZONE", "Asia/Almata", "must be one of infra/time-zones.txt, not Asia/Almata"));
        Assert.Contains("SMTP_HOST is missing", Bicep.Complaint(("MAILER", "Smtp"), ("SMTP_HOST", " ")), StringComparison.Ordinal);
    }

    // A key pasted in halves, a number forgotten or not counted up: the site would find it at its start.
    [BicepTheory]
    [InlineData("KEY", false)]
    [InlineData("2:HALF", false)]
    [InlineData("2:SMALL", false)]
    [InlineData("2:KEY;3:KEY", false)]
    [InlineData("2:KEY,2:KEY", false)]
    [InlineData("1:KEY", false)]
    [InlineData("255:KEY, 2:KEY,", true)]
    public void Public_keys_are_let_through_as_the_site_takes_them(string keys, bool isGood)
    {
        using var pair = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var key = Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo());
        var given = keys.Replace("HALF", key[..62], StringComparison.Ordinal).Replace("SMALL", "mfkw" + key[4..], StringComparison.Ordinal).Replace("KEY", key, StringComparison.Ordinal);
        var complaint = Bicep.Complaint(("TICKET_PUBLIC_KEYS", given));
        Assert.True(isGood ? complaint.Length == 0 : complaint.Contains("TICKET_PUBLIC_KEYS ", StringComparison.Ordinal), complaint);
        Assert.Equal(isGood, Tickets.TicketKeys.Read(Tickets.TicketKeys.CreatePem(), "1", given).Problems.Count == 0);
    }

    [BicepFact]
    public void Every_time_zone_that_may_be_named_is_one_that_the_site_knows()
    {
        var zones = Repository.Read("infra/time-zones.txt").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.True(zones.Length > 400 && zones.Contains("Asia/Almaty"), $"{zones.Length} zones.");
        Assert.All(zones, zone => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId, zone));
    }

    [BicepFact]
    public void What_is_good_is_let_through() => Assert.Equal("", Bicep.Complaint(
        ("ORGANIZERS", "aigerim@example.org, timur@example.org,"), ("PUBLIC_URL", "https://tickets.example.org/"), ("MAIL_REPLY_TO", "Team@Қала.kz"), ("MAILER", "Smtp"), ("SMTP_HOST", "smtp.example.org"), ("FESTIVAL_TIME_ZONE", "Asia/Qostanay"), ("INSTANCES_MAX", "125"), ("INSTANCE_MEMORY_MB", "4096"), ("BUDGET_START", "2027-12-01")));

    [BicepFact]
    public void Every_limit_of_the_types_is_held_where_everything_comes_as_text()
    {
        var file = Repository.Read("infra/main.bicepparam");
        var numbers = Limits("minValue", "maxValue").ToList();
        Assert.True(numbers.Count >= 8, $"{numbers.Count} limits of numbers.");
        Assert.All(numbers, limit => Assert.Matches($@"\b{limit.Name}(:| =) !?isNumber\(\w+, {limit.Least}, {limit.Most}\)", file));
        var texts = Limits("minLength", "maxLength").ToList();
        Assert.True(texts.Count >= 12, $"{texts.Count} limits of texts.");
        Assert.All(texts, limit => Assert.Matches($@"\b{limit.Name}(:| =) [^\n]*(isLong\(\w+, {limit.Least}, {limit.Most}\)|isAddress\(|isFirstOfMonth\()", file));
    }

    private static void Refused(params (string Name, string Value, string Complaint)[] mistakes)
    {
        var complaint = Bicep.Complaint([.. mistakes.Select(mistake => (mistake.Name, (string?)mistake.Value))]);
        Assert.All(mistakes, mistake => Assert.Contains($"{mistake.Name} {mistake.Complaint}", complaint, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, int Least, int Most)> Limits(string least, string most)
    {
        var fields = Bicep.Template.GetProperty("definitions").EnumerateObject().Where(definition => definition.Value.TryGetProperty("properties", out _)).SelectMany(definition => definition.Value.GetProperty("properties").EnumerateObject());
        return from field in fields.Concat(Bicep.Template.GetProperty("parameters").EnumerateObject())
               where field.Value.TryGetProperty(most, out _)
               select (field.Name, field.Value.TryGetProperty(least, out var fewest) ? fewest.GetInt32() : 0, field.Value.GetProperty(most).GetInt32());
    }
}
