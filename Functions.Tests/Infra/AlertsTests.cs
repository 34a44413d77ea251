using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Extensions.Logging;

namespace Esik.Infra.Tests;

/// <summary>What a person is told of, and that the site still says what the alerts look for.</summary>
public sealed partial class AlertsTests
{
    private static JsonElement Variables => Bicep.Module("alerts").GetProperty("variables");

    private static string Query => Variables.GetProperty("query").GetString()!;

    [GeneratedRegex("Message startswith \"([^\"]+)\", \"([^\"]+)\"")]
    private static partial Regex Look();

    // Azure takes neither operator in a rule, and a rule of ours is not looked at when it is made.
    [BicepFact]
    public void The_logs_are_looked_through_by_one_query_over_one_table()
    {
        Assert.Matches("^AppTraces\\s*\n\\|", Query);
        Assert.DoesNotMatch("\\b(union|search|join|find|summarize|project)\\b", Query);
        var rule = Assert.Single(Bicep.Made("Microsoft.Insights/scheduledQueryRules")).GetProperty("properties").GetProperty("criteria").GetProperty("allOf");
        var look = Assert.Single(rule.EnumerateArray());
        Assert.Equal("[variables('query')]", look.GetProperty("query").GetString());
        // Each row is a line of the log, with its time, and Azure counts them.
        Assert.Equal("Count", look.GetProperty("timeAggregation").GetString());
        Assert.False(look.TryGetProperty("metricMeasureColumn", out _));
        Assert.Equal("Trouble", Assert.Single(look.GetProperty("dimensions").EnumerateArray()).GetProperty("name").GetString());
    }

    // A line with an exception is a row of AppExceptions, and its message is the exception's.
    [BicepFact]
    public void The_alerts_look_for_what_the_site_says_and_it_says_it_without_an_exception()
    {
        var looks = Look().Matches(Query).Select(look => look.Groups[1].Value).ToList();
        Assert.Equal(Query.Split("startswith").Length - 1, looks.Count);
        Assert.True(looks.Count >= 4, $"{looks.Count} looks.");
        var lines = typeof(Mails.MailDesk).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, method.GetCustomAttribute<LoggerMessageAttribute>()?.Message)).ToList();
        Assert.All(looks, words =>
        {
            var (method, _) = Assert.Single(lines, line => line.Message?.StartsWith(words, StringComparison.Ordinal) == true);
            Assert.DoesNotContain(method.GetParameters(), parameter => parameter.ParameterType.IsAssignableTo(typeof(Exception)));
        });
    }

    [BicepFact]
    public void The_guide_knows_every_trouble_by_its_name() =>
        Assert.All(Look().Matches(Query), look => Assert.Contains($"*{look.Groups[2].Value}*", Repository.Read("docs/operating.md"), StringComparison.Ordinal));

    // What is logged at the end of one look may be there only at the next.
    [BicepFact]
    public void Each_look_into_the_logs_goes_back_further_than_the_one_before()
    {
        var rhythms = Variables.GetProperty("rhythms").EnumerateObject().ToList();
        Assert.Equal(["15", "5", "60"], rhythms.Select(rhythm => rhythm.Name).Order(StringComparer.Ordinal));
        Assert.All(rhythms, rhythm => Assert.True(Length(rhythm, "back") >= Length(rhythm, "often") + TimeSpan.FromMinutes(10)));

        static TimeSpan Length(JsonProperty rhythm, string name) => XmlConvert.ToTimeSpan(rhythm.Value.GetProperty(name).GetString()!);
    }

    // The Functions host counts no answers any more, and a program that does not start logs nothing.
    [BicepFact]
    public void Failing_requests_are_counted_by_the_platform()
    {
        var metrics = Bicep.Made("Microsoft.Insights/metricAlerts").Select(alert => alert.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty("metricName").GetString());
        Assert.Equal(["Http5xx", "Transactions"], metrics.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("AppRequests", Bicep.Template.GetRawText(), StringComparison.Ordinal);
    }
}
