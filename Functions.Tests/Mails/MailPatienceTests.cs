using System.Text.Json;

namespace Esik.Mails.Tests;

public class MailPatienceTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(1000, 60)]
    public void What_comes_too_early_waits_longer_each_time_up_to_a_minute(int tries, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), MailPatience.Growing(tries));

    [Theory]
    [InlineData(1, null, 15)]
    [InlineData(2, null, 30)]
    [InlineData(8, null, 1800)]
    [InlineData(500, null, 1800)]
    [InlineData(1, 3, 15)]
    [InlineData(1, 120, 120)]
    [InlineData(1, -5, 15)]
    [InlineData(1, 9_999_999, 6 * 3600)]
    public void A_busy_provider_is_asked_again_ever_more_seldom_and_never_sooner_than_it_said(int attempts, int? askedSeconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), MailPatience.AfterRefusal(attempts, askedSeconds is { } asked ? TimeSpan.FromSeconds(asked) : null));

    [Fact]
    public void An_intent_reads_back_as_it_was_written()
    {
        var intent = MailIntent.ForBatches("clay", ["b1"], MailDay.Noon) with { Tries = 3 };
        Assert.Equivalent(intent, MailIntent.Parse(intent.ToJson()), strict: true);
        Assert.Equal(0, MailIntent.Parse("""{"slot":"clay","batches":["b1"],"since":"2027-09-18T07:00:00+00:00"}""").Tries);
    }

    [Fact]
    public void An_intent_carries_where_in_a_trace_it_was_announced()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var intent = MailIntent.ForBatches("clay", ["b1"], MailDay.Noon) with { Trace = Trace };

        Assert.Equal(Trace, MailIntent.Parse(intent.ToJson()).Trace);
        Assert.DoesNotContain("trace", (intent with { Trace = null }).ToJson(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[1]")]
    public void What_is_no_intent_is_for_the_poison_queue(string message) => Assert.Throws<JsonException>(() => MailIntent.Parse(message));

    [Fact]
    public void A_full_outbox_with_the_longest_reasons_fits_into_a_column()
    {
        var reason = MailAnswer.Refused(new string('ұ', 500)).Reason;
        var mails = Enumerable.Range(0, 99).Select(_ => new OutboxMail("0123456789abcdef", MailKind.SlotCancelled, OutboxState.Refused, reason, 400)).ToList();
        Assert.InRange(JsonSerializer.Serialize<IReadOnlyList<OutboxMail>>(mails, Hosting.EsikJson.Rows).Length, 20_000, 32_000);
    }

    [Fact]
    public void An_outbox_waits_for_the_later_of_claim_and_provider()
    {
        var now = MailDay.Noon;
        var outbox = new Outbox("b1", [], null, null);
        Assert.Null(outbox.WaitsUntil(now));
        Assert.Null((outbox with { NotBefore = now, ClaimedUntil = now.AddSeconds(-1) }).WaitsUntil(now));
        Assert.Equal(now.AddSeconds(9), (outbox with { NotBefore = now.AddSeconds(9), ClaimedUntil = now.AddSeconds(5) }).WaitsUntil(now));
        Assert.Equal(now.AddSeconds(5), (outbox with { NotBefore = now.AddSeconds(-9), ClaimedUntil = now.AddSeconds(5) }).WaitsUntil(now));
    }
}
