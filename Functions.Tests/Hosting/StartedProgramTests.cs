using System.Net;
using System.Net.Http.Json;
using Esik.Mails.Tests;
using Esik.Registrations.Tests;

namespace Esik.Hosting.Tests;

/// <summary>
/// The program in a process of its own, whose runtime compiles no functions for libraries (DynamicCodeSupport in Functions.csproj) as the
/// tests' own does: what leaves it by way of a library leaves it all the same.
/// </summary>
public sealed class StartedProgramTests
{
    [Fact]
    public async Task Mails_go_by_SendGrid_and_traces_to_a_collector()
    {
        await using var sendGrid = await SendGridStandIn.StartAsync();
        await using var collector = await TestCollector.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["Mailer"] = "SendGrid",
            ["MailFrom"] = "tickets@example.org",
            ["SendGridApiKey"] = "SG.key",
            ["SendGridHost"] = sendGrid.Url,
        };
        foreach (var (name, value) in collector.Settings)
            settings[name] = value!;

        await SignUpAsync(settings, () => sendGrid.Received.Any(sent => sent.Body.ToString().Contains("aigul@example.org", StringComparison.Ordinal)) && collector.SignalsWith("mail").Contains(TestCollector.Traces));
    }

    [Fact]
    public async Task Mails_go_by_SMTP()
    {
        await using var smtp = SmtpStandIn.Start();
        var settings = new Dictionary<string, string>
        {
            ["Mailer"] = "Smtp",
            ["MailFrom"] = "tickets@example.org",
            ["SmtpHost"] = "127.0.0.1",
            ["SmtpPort"] = $"{smtp.Port}",
            ["SmtpSecurity"] = "None",
        };

        await SignUpAsync(settings, () => smtp.Commands.Any(command => command.Contains("aigul@example.org", StringComparison.Ordinal)) && smtp.Mails.Count > 0);
    }

    private static async Task SignUpAsync(Dictionary<string, string> settings, Func<bool> hasLeft)
    {
        using var folder = new TemporaryFolder();
        var port = RunningStart.FreePort();
        await using var start = RunningStart.RunIn(settings, "--port", $"{port}", "--data", folder.Path);
        await start.LinksAsync(folder.Path);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        var guest = new { name = "Айгүл", email = "aigul@example.org", party = 1, language = "kk", consent = true, requestId = "request-id-0000001" };
        using var answer = await client.PostAsJsonAsync("api/slots/try-the-door/registrations", guest);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        await SeatCheck.UntilAsync(() => Task.FromResult(hasLeft()), "what is sent", seconds: 30);
    }
}
