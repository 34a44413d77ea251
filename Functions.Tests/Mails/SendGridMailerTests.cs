using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Mails.Tests;

public sealed class SendGridMailerTests : IAsyncLifetime
{
    private const string Key = "SG.very-secret-key.abc";
    private static readonly DateTimeOffset Noon = new(2027, 9, 18, 12, 0, 0, TimeSpan.Zero);

    private SendGridStandIn provider = null!;
    private SendGridMailer mailer = null!;

    public async Task InitializeAsync()
    {
        provider = await SendGridStandIn.StartAsync();
        mailer = Mailer(provider.Url);
    }

    public async Task DisposeAsync() => await provider.DisposeAsync();

    private static SendGridMailer Mailer(string host) => new(
        new MailSettings { Mailer = MailerKind.SendGrid, MailFrom = "tickets@festival.example", MailReplyTo = "team@festival.example", SendGridApiKey = Key, SendGridHost = host },
        new FakeTimeProvider(Noon));

    private Task<MailAnswer> SendAsync(Mail? mail = null) => mailer.SendAsync(mail ?? SampleMail.New(), CancellationToken.None);

    [Fact]
    public async Task A_mail_that_the_provider_takes_is_sent_whole()
    {
        Assert.Equal(MailAnswer.Sent, await SendAsync());

        var (path, authorization, body) = Assert.Single(provider.Received);
        Assert.Equal(("/v3/mail/send", "Bearer " + Key), (path, authorization));
        Assert.Equal("tickets@festival.example", body.GetProperty("from").GetProperty("email").GetString());
        Assert.Equal("Art Energy Almaty", body.GetProperty("from").GetProperty("name").GetString());
        Assert.Equal("team@festival.example", body.GetProperty("reply_to").GetProperty("email").GetString());
        Assert.Equal(["text/plain", "text/html"], body.GetProperty("content").EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        var personal = Assert.Single(body.GetProperty("personalizations").EnumerateArray());
        var to = Assert.Single(personal.GetProperty("to").EnumerateArray());
        Assert.Equal(("aigul@example.org", "Айгүл"), (to.GetProperty("email").GetString(), to.GetProperty("name").GetString()));
        Assert.Equal("<b1.0123456789abcdef.ticket@festival.example>", personal.GetProperty("headers").GetProperty("Message-ID").GetString());
        Assert.Equal("clay", personal.GetProperty("custom_args").GetProperty("slot").GetString());
    }

    [Fact]
    public async Task The_picture_is_inline_and_the_calendar_attached()
    {
        await SendAsync();

        var files = Assert.Single(provider.Received).Body.GetProperty("attachments").EnumerateArray().ToList();
        Assert.Equal(2, files.Count);
        Assert.Equal(("inline", "qr", "image/png"), (files[0].GetProperty("disposition").GetString(), files[0].GetProperty("content_id").GetString(), files[0].GetProperty("type").GetString()));
        Assert.Equal(SampleMail.Png, files[0].GetProperty("content").GetBytesFromBase64());
        Assert.Equal(("attachment", "билет.ics"), (files[1].GetProperty("disposition").GetString(), files[1].GetProperty("filename").GetString()));
    }

    [Fact]
    public async Task Nobody_tracks_the_guest()
    {
        await SendAsync();

        var tracking = Assert.Single(provider.Received).Body.GetProperty("tracking_settings");
        Assert.Equal(3, tracking.EnumerateObject().Count());
        Assert.All(tracking.EnumerateObject(), setting => Assert.False(setting.Value.GetProperty("enable").GetBoolean()));
    }

    [Fact]
    public async Task Too_many_requests_is_later_and_then_sent()
    {
        provider.WillAnswer(429, """{"errors":[{"message":"too many requests"}]}""", retryAfter: "17");

        var first = await SendAsync();
        Assert.Equal((MailOutcome.Later, TimeSpan.FromSeconds(17)), (first.Outcome, first.After!.Value));
        Assert.Equal(MailOutcome.Sent, (await SendAsync()).Outcome);
        Assert.Equal(2, provider.Received.Count);
    }

    [Fact]
    public async Task A_date_to_come_back_at_is_understood()
    {
        provider.WillAnswer(503, retryAfter: Noon.AddMinutes(5).ToString("R"));
        Assert.Equal(TimeSpan.FromMinutes(5), (await SendAsync()).After);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(408)]
    public async Task Their_trouble_and_our_account_are_reasons_to_wait(int status)
    {
        provider.WillAnswer(status, "<html>no JSON</html>");
        var answer = await SendAsync();
        Assert.Equal(MailOutcome.Later, answer.Outcome);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.Reason, StringComparison.Ordinal);
        Assert.Single(provider.Received);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task A_mail_that_the_provider_will_not_take_is_refused_with_its_words(int status)
    {
        provider.WillAnswer(status, $$"""{"errors":[{"message":"Bad address aigul@example.org for Айгүл with {{Key}}","field":"to"},{"message":"Also this"}]}""");
        var answer = await SendAsync();
        Assert.Equal(MailOutcome.Refused, answer.Outcome);
        Assert.Equal($"SendGrid answered {status}. Bad address … for … with … Also this", answer.Reason);
    }

    [Fact]
    public async Task A_provider_that_hangs_is_later()
    {
        provider.WillHang();
        var impatient = new SendGridMailer(new MailSettings { MailFrom = "a@b.example", SendGridApiKey = Key, SendGridHost = provider.Url }, TimeProvider.System, TimeSpan.FromMilliseconds(200));
        var answer = await impatient.SendAsync(SampleMail.New(), CancellationToken.None);
        Assert.Equal(MailOutcome.Later, answer.Outcome);
        Assert.Contains("in time", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_later() =>
        Assert.Equal(MailOutcome.Later, (await Mailer("http://127.0.0.1:9").SendAsync(SampleMail.New(), CancellationToken.None)).Outcome);

    [Fact]
    public async Task The_wish_to_stop_is_no_answer()
    {
        provider.WillHang();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mailer.SendAsync(SampleMail.New(), stop.Token));
    }

    [Theory]
    [MemberData(nameof(SampleMail.Nasty), MemberType = typeof(SampleMail))]
    public async Task No_name_or_title_carries_a_line_break_to_the_provider(string nasty)
    {
        await SendAsync(SampleMail.New(nasty, "Билет: " + nasty) with { FromName = nasty });

        var body = Assert.Single(provider.Received).Body;
        var personal = body.GetProperty("personalizations")[0];
        string[] lines = [body.GetProperty("from").GetProperty("name").GetString()!, personal.GetProperty("to")[0].GetProperty("name").GetString()!, Subject(body, personal)];
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        Assert.Equal([MailLine.Of(nasty), MailLine.Of(nasty), MailLine.Of("Билет: " + nasty)], lines);
    }

    private static string Subject(JsonElement body, JsonElement personal) =>
        (personal.TryGetProperty("subject", out var own) ? own : body.GetProperty("subject")).GetString()!;
}
