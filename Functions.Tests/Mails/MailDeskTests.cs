using Esik.Programmes;
using Esik.Registrations;

namespace Esik.Mails.Tests;

public sealed class MailDeskTests : IAsyncLifetime
{
    private MailWorld world = null!;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    private async Task<Azure.Storage.Queues.Models.QueueMessage> NextMessageAsync()
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        Azure.Storage.Queues.Models.QueueMessage? message;
        while ((message = await world.Storage.Mails.ReceiveMessageAsync()) is null)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(10), "The message that was put off did not come back.");
            await Task.Delay(50);
        }
        return message;
    }

    private async Task<OutboxMail> OnlyMailAsync() => Assert.Single((await world.OutboxAsync()).Mails);

    [Fact]
    public async Task A_promised_ticket_is_sent_and_marked()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        await world.HandleAsync();

        var mail = Assert.Single(world.Mailer.Sent);
        Assert.Equal(("guest0@example.org", "Айгүл"), (mail.ToAddress, mail.ToName));
        Assert.Equal($"b1.{MailDay.Guest().Ticket}.ticket@tickets.example.org", mail.MessageId);
        Assert.Equal(OutboxState.Sent, (await OnlyMailAsync()).State);
        Assert.Null((await world.OutboxAsync()).ClaimedUntil);
        Assert.Equal(0, await world.QueuedAsync());
    }

    [Fact]
    public async Task A_message_that_comes_twice_sends_nothing_twice()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        await world.HandleAsync();
        await world.HandleAsync();
        Assert.Single(world.Mailer.Sent);
    }

    [Fact]
    public async Task Two_handlers_at_once_send_a_mail_once()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Mailer.Before = (_, stop) => Task.Delay(100, stop);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.HandleAsync()));
        Assert.Single(world.Mailer.Sent);
    }

    [Fact]
    public async Task An_intent_whose_batch_is_not_stored_yet_is_put_off_and_then_carried_out()
    {
        await world.HandleAsync();
        Assert.Empty(world.Mailer.Sent);
        Assert.Equal(1, await world.QueuedAsync());

        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        var message = await NextMessageAsync();
        await world.Get<MailDesk>().HandleAsync(MailIntent.Parse(message.Body.ToString()), CancellationToken.None);

        Assert.Equal(1, message.DequeueCount);
        Assert.Single(world.Mailer.Sent);
    }

    [Fact]
    public async Task Of_several_batches_those_that_are_stored_are_carried_out_and_the_rest_is_put_off()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        await world.Get<MailDesk>().HandleAsync(MailIntent.ForBatches("clay", ["b0", "b1", "b2"], MailDay.Noon), CancellationToken.None);

        Assert.Single(world.Mailer.Sent);
        var left = MailIntent.Parse((await NextMessageAsync()).Body.ToString());
        Assert.Equal(["b0", "b2"], left.Batches!);
        Assert.Equal(1, left.Tries);
        Assert.Equal(1, await world.QueuedAsync());
    }

    [Fact]
    public async Task One_batch_that_fails_does_not_cost_the_others_and_fails_alone()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        // A batch whose registration is missing and whose slot is not in the programme fails for good.
        var gone = new Outbox("gone", [OutboxMail.New("00", MailKind.Ticket)], null, null);
        await world.ReplaceAsync(gone);
        world.Programmes.Failures.Enqueue(new InvalidOperationException("a bug"));
        await world.Get<MailDesk>().HandleAsync(MailIntent.ForBatches("clay", ["gone", "b1"], MailDay.Noon), CancellationToken.None);

        Assert.Single(world.Mailer.Sent);
        var alone = MailIntent.Parse((await NextMessageAsync()).Body.ToString());
        Assert.Equal(["gone"], alone.Batches!);
        world.Programmes.Failures.Enqueue(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Get<MailDesk>().HandleAsync(alone, CancellationToken.None));
    }

    // A restore beside a running site announces what is owed before the programme is there.
    [Fact]
    public async Task An_intent_that_comes_before_the_programme_is_put_off_and_alarms_nobody()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Programmes.Failures.Enqueue(new ProgrammeMissingException("art-energy-almaty"));
        await world.HandleAsync();
        Assert.Empty(world.Mailer.Sent);

        var message = await NextMessageAsync();
        await world.Get<MailDesk>().HandleAsync(MailIntent.Parse(message.Body.ToString()), CancellationToken.None);
        Assert.Equal(1, message.DequeueCount);
        Assert.Single(world.Mailer.Sent);
    }

    [Fact]
    public async Task An_intent_whose_batch_was_never_stored_is_dropped_after_ten_minutes()
    {
        world.Clock.Advance(MailDesk.StoredWithin - TimeSpan.FromSeconds(1));
        await world.HandleAsync();
        Assert.Equal(1, await world.QueuedAsync());

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.HandleAsync();
        Assert.Equal(1, await world.QueuedAsync());
    }

    [Fact]
    public async Task A_handler_that_died_after_sending_sends_again_with_the_same_message_id()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        var outbox = await world.OutboxAsync();
        await world.HandleAsync();
        // What storage would show if the first handler had claimed and sent, but died before it marked.
        await world.ReplaceAsync(outbox with { ClaimedUntil = world.Clock.GetUtcNow() + MailRound.ClaimTime });

        await world.HandleAsync();
        Assert.Single(world.Mailer.Sent);
        Assert.Equal(1, await world.QueuedAsync());
        world.Clock.Advance(MailRound.ClaimTime);
        await world.HandleAsync();

        Assert.Equal(2, world.Mailer.Sent.Count);
        Assert.Single(world.Mailer.Sent.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task A_guest_who_gave_the_place_back_gets_no_ticket()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest(), MailDay.Guest(1));
        await world.ReplaceAsync(MailDay.Guest() with { State = RegistrationState.Withdrawn });
        await world.HandleAsync();

        Assert.Equal("guest1@example.org", Assert.Single(world.Mailer.Sent).ToAddress);
        Assert.Equal([OutboxState.Dropped, OutboxState.Sent], (await world.OutboxAsync()).Mails.Select(mail => mail.State));
    }

    [Fact]
    public async Task A_slot_that_was_cancelled_meanwhile_is_told_as_that()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Programmes.Current = MailDay.Programme(MailDay.Clay with { Cancelled = true });
        await world.HandleAsync();

        var mail = Assert.Single(world.Mailer.Sent);
        Assert.Contains(".cancelled@", mail.MessageId, StringComparison.Ordinal);
        Assert.Empty(mail.Pictures);
    }

    [Fact]
    public async Task A_process_that_stops_marks_what_it_sent()
    {
        await world.StoreAsync(MailKind.Ticket, [.. Enumerable.Range(0, 20).Select(number => MailDay.Guest(number))]);
        using var stop = new CancellationTokenSource();
        world.Mailer.Before = (mail, _) => mail.ToAddress == "guest3@example.org" ? stop.CancelAsync() : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.HandleAsync(stop: stop.Token));

        var first = world.Mailer.Sent.Count;
        Assert.InRange(first, 1, MailRound.ChunkMax);
        Assert.Equal(first, (await world.OutboxAsync()).Mails.Count(mail => mail.State == OutboxState.Sent));
        Assert.Null((await world.OutboxAsync()).ClaimedUntil);
        world.Mailer.Before = (_, _) => Task.CompletedTask;
        await world.HandleAsync();
        Assert.Equal(20, world.Mailer.Sent.Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(20, world.Mailer.Sent.Count);
    }

    [Fact]
    public async Task A_single_mail_costs_four_requests_beside_receiving_and_deleting()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        var before = world.Requests.Total;
        await world.HandleAsync();
        Assert.Equal(4, world.Requests.Total - before);
    }

    [Fact]
    public async Task A_batch_of_ninety_costs_less_than_half_a_request_a_mail()
    {
        await world.StoreAsync(MailKind.Ticket, [.. Enumerable.Range(0, 90).Select(number => MailDay.Guest(number))]);
        var before = world.Requests.Total;
        await world.HandleAsync();

        Assert.Equal(90, world.Mailer.Sent.Select(mail => mail.ToAddress).Distinct().Count());
        Assert.Empty((await world.OutboxAsync()).Pending);
        Assert.InRange(world.Requests.Total - before, 1, 90 / 2 - 2);
    }
}
