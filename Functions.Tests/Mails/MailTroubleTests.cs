using Esik.Registrations;
using Moq;

namespace Esik.Mails.Tests;

/// <summary>What providers and storage do to mails on a bad day, and what the organizer sees of it.</summary>
public sealed class MailTroubleTests : IAsyncLifetime
{
    private MailWorld world = null!;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    private async Task<OutboxMail> OnlyMailAsync() => Assert.Single((await world.OutboxAsync()).Mails);

    [Fact]
    public async Task A_busy_provider_is_left_alone_as_long_as_it_asked()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Later("SendGrid answered 429.", TimeSpan.FromMinutes(3)));
        await world.HandleAsync();

        var outbox = await world.OutboxAsync();
        Assert.Equal(world.Clock.GetUtcNow() + TimeSpan.FromMinutes(3), outbox.NotBefore);
        Assert.Null(outbox.ClaimedUntil);
        Assert.Equal((OutboxState.Pending, 1, "SendGrid answered 429."), (outbox.Mails[0].State, outbox.Mails[0].Attempts, outbox.Mails[0].Reason));
        Assert.Equal(1, await world.QueuedAsync());

        world.Clock.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        await world.HandleAsync();
        Assert.Empty(world.Mailer.Sent);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.HandleAsync();
        Assert.Single(world.Mailer.Sent);
        Assert.Null((await OnlyMailAsync()).Reason);
        Assert.Empty(await world.Troubles.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_refusal_is_final_and_the_organizer_sees_it()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Refused("No such mailbox."));
        await world.HandleAsync();
        await world.HandleAsync();

        Assert.Equal((OutboxState.Refused, "No such mailbox."), ((await OnlyMailAsync()).State, (await OnlyMailAsync()).Reason));
        Assert.Empty(world.Mailer.Sent);
        Assert.Equal(0, await world.QueuedAsync());
        Assert.Equal(
            new MailTrouble("clay", "b1", MailDay.Noon, Waiting: 0, Refused: 1, "No such mailbox."),
            Assert.Single(await world.Troubles.ListAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_late_mail_is_trouble_until_it_goes()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Clock.Advance(MailPatience.LateAfter);
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Later("Out of reach."));
        await world.HandleAsync();
        Assert.Equal((1, 0, "Out of reach."), Assert.Single(await world.Troubles.ListAsync(CancellationToken.None)) is var late ? (late.Waiting, late.Refused, late.Reason) : default);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.HandleAsync();
        Assert.Single(world.Mailer.Sent);
        Assert.Empty(await world.Troubles.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_mail_is_given_up_after_three_days()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Clock.Advance(MailPatience.GiveUpAfter);
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Later("Out of reach."));
        await world.HandleAsync();

        Assert.Equal((OutboxState.Refused, "Given up. Out of reach."), ((await OnlyMailAsync()).State, (await OnlyMailAsync()).Reason));
        Assert.Equal(0, await world.QueuedAsync());
        Assert.Equal(1, Assert.Single(await world.Troubles.ListAsync(CancellationToken.None)).Refused);
    }

    [Fact]
    public async Task A_mailer_that_throws_holds_up_nobody_else()
    {
        Registration[] guests = [MailDay.Guest(0), MailDay.Guest(1), MailDay.Guest(2)];
        await world.StoreAsync(MailKind.Ticket, guests);
        var mailer = new Mock<IMailer>();
        mailer.Setup(it => it.SendAsync(It.IsAny<Mail>(), It.IsAny<CancellationToken>())).ReturnsAsync(MailAnswer.Sent);
        mailer.Setup(it => it.SendAsync(It.Is<Mail>(mail => mail.ToAddress == "guest1@example.org"), It.IsAny<CancellationToken>())).ThrowsAsync(new InvalidOperationException("a bug"));
        world.Mailer.Before = (mail, stop) => mailer.Object.SendAsync(mail, stop);
        await world.HandleAsync();

        var states = (await world.OutboxAsync()).Mails.Select(mail => (mail.State, mail.Reason)).ToList();
        Assert.Equal([(OutboxState.Sent, null), (OutboxState.Pending, "Failed: InvalidOperationException"), (OutboxState.Sent, null)], states);
        Assert.Equal(1, await world.QueuedAsync());
        // What the alert looks for, and beside it why.
        Assert.Single(world.Logs.Lines, line => line.EndsWith(": A mail of batch b1 (Ticket) could not be written or handed over. ", StringComparison.Ordinal));
        Assert.Single(world.Logs.Lines, line => line.Contains("What a mail of batch b1 met. System.InvalidOperationException: a bug", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_takes_nobody_is_not_asked_for_the_rest()
    {
        await world.StoreAsync(MailKind.Ticket, [.. Enumerable.Range(0, 30).Select(number => MailDay.Guest(number))]);
        var asked = 0;
        world.Mailer.Before = (_, _) =>
        {
            Interlocked.Increment(ref asked);
            world.Mailer.Answers.Enqueue(_ => MailAnswer.Later("Too many."));
            return Task.CompletedTask;
        };
        await world.HandleAsync();

        Assert.Equal(MailRound.ChunkMax, asked);
        Assert.Equal(30, (await world.OutboxAsync()).Pending.Count());
    }

    [Fact]
    public async Task Storage_that_is_out_puts_the_message_off_instead_of_burning_its_tries()
    {
        var account = await Hosting.Tests.TestAzurite.TakeAccountAsync();
        await using (var healthy = await MailWorld.CreateAsync(account))
            await healthy.Storage.PrepareAsync(CancellationToken.None);
        var broken = string.Join(';', account.Split(';').Select(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal) ? "TableEndpoint=http://127.0.0.1:9/none" : part));
        await using var outage = await MailWorld.CreateAsync(broken);

        await outage.HandleAsync();
        Assert.Equal(1, await outage.QueuedAsync());
    }

    [Fact]
    public async Task A_slot_that_the_programme_does_not_know_is_a_bug_that_a_person_must_see()
    {
        await world.StoreAsync(MailKind.Ticket, MailDay.Guest());
        world.Programmes.Current = MailDay.Programme(MailDay.Clay with { Id = "other" });
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.HandleAsync());
        Assert.Null((await world.OutboxAsync()).ClaimedUntil);
        Assert.Single(world.Logs.Lines, line => line.EndsWith(": A part of what a transaction promised could not be done. ", StringComparison.Ordinal));
        Assert.Single(world.Logs.Lines, line => line.Contains("What that part met. System.InvalidOperationException: ", StringComparison.Ordinal));
    }
}
