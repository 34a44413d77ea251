using System.Text.Json;

namespace Esik.Infra.Tests;

/// <summary>What the parameters are refused for, before anything is created.</summary>
public sealed class ParametersTests
{
    [Fact]
    public void A_parameter_out_of_range_fails_before_anything_is_created()
    {
        // First what Bicep sees without computing anything; what is missing keeps it from seeing more.
        var missing = Bicep.Complaint(("ORGANIZERS", null), ("AZURE_LOCATION", "mars"), ("AZURE_ENV_NAME", "a-name-that-is-longer-than-forty-letters-and-one"));
        Assert.Contains("Environment variable \"ORGANIZERS\" does not exist", missing, StringComparison.Ordinal);
        Assert.Contains("but the provided value is of type \"'mars'\"", missing, StringComparison.Ordinal);
        Assert.Contains("is too long", missing, StringComparison.Ordinal);
        var byType = Bicep.Complaint(("MAILER", "Pigeon"), ("MAIL_FROM_NAME", new string('M', 101)));
        Assert.Contains("The property \"mailer\" expected a value of type \"'SendGrid' | 'Smtp'\"", byType, StringComparison.Ordinal);
        Assert.Contains("is too long", byType, StringComparison.Ordinal);
        var computed = Bicep.Complaint(("INSTANCES_MAX", "39"), ("SMTP_PORT", "0"), ("ALERT_MINUTES", "7"), ("BUDGET_AMOUNT", "0"), ("TICKET_SIGNING_KEY_ID", "256"));
        Assert.Contains("INSTANCES_MAX must be 40 to 1000, not 39. Example: 40", computed, StringComparison.Ordinal);
        Assert.Contains("SMTP_PORT must be 1 to 65535, not 0. Example: 587", computed, StringComparison.Ordinal);
        Assert.Contains("ALERT_MINUTES must be 5, 15 or 60, not 7.", computed, StringComparison.Ordinal);
        Assert.Contains("BUDGET_AMOUNT must be 1 to 10000, not 0. Example: 5", computed, StringComparison.Ordinal);
        Assert.Contains("TICKET_SIGNING_KEY_ID must be 1 to 255, not 256. Example: 1", computed, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_site_or_azure_would_refuse_later_fails_before_anything_is_created()
    {
        // Bicep names one mistake of each parameter, so there are several rounds.
        Refused(
            ("FESTIVAL_ID", "Art_Energy", "must be made of a-z, 0-9 and the hyphen"), ("MAIL_FROM", "tickets.example.org", "must be one e-mail address"),
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
    [Theory]
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

    [Fact]
    public void Every_time_zone_that_may_be_named_is_one_that_the_site_knows()
    {
        var zones = Repository.Read("infra/time-zones.txt").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.True(zones.Length > 400 && zones.Contains("Asia/Almaty"), $"{zones.Length} zones.");
        Assert.All(zones, zone => Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var known) && known.HasIanaId, zone));
    }

    [Fact]
    public void What_is_good_is_let_through() => Assert.Equal("", Bicep.Complaint(
        ("ORGANIZERS", "aigerim@example.org, timur@example.org,"), ("PUBLIC_URL", "https://tickets.example.org/"), ("MAIL_REPLY_TO", "Team@Қала.kz"), ("MAILER", "Smtp"), ("SMTP_HOST", "smtp.example.org"), ("FESTIVAL_TIME_ZONE", "Asia/Qostanay"), ("INSTANCES_MAX", "125"), ("INSTANCE_MEMORY_MB", "4096"), ("BUDGET_START", "2027-12-01")));

    [Fact]
    public void Every_limit_of_a_number_is_held_where_numbers_come_as_text()
    {
        var file = Repository.Read("infra/main.bicepparam");
        var limits = Limits(Bicep.Template).ToList();
        Assert.True(limits.Count >= 6, $"{limits.Count} limits found.");
        Assert.All(limits, limit => Assert.Contains($"{limit.Name} >= {limit.Least} && {limit.Name} <= {limit.Most}", file, StringComparison.Ordinal));
    }

    private static void Refused(params (string Name, string Value, string Complaint)[] mistakes)
    {
        var complaint = Bicep.Complaint([.. mistakes.Select(mistake => (mistake.Name, (string?)mistake.Value))]);
        Assert.All(mistakes, mistake => Assert.Contains($"{mistake.Name} {mistake.Complaint}", complaint, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Name, int Least, int Most)> Limits(JsonElement template) =>
        from definition in template.GetProperty("definitions").EnumerateObject()
        where definition.Value.TryGetProperty("properties", out _)
        from property in definition.Value.GetProperty("properties").EnumerateObject()
        where property.Value.TryGetProperty("minValue", out _)
        select (property.Name, property.Value.GetProperty("minValue").GetInt32(), property.Value.GetProperty("maxValue").GetInt32());
}
