using Esik.Languages;
using Esik.Organizers;
using Esik.Registrations;

namespace Esik.Mails.Tests;

public sealed class SignInDeskTests : IAsyncLifetime
{
    private MailWorld world = null!;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    private async Task<MailIntent> AskAsync(string email = "team@example.org")
    {
        await world.Get<OrganizerLinks>().AskAsync(EmailAddress.Parse(email)!, Language.Russian, null, CancellationToken.None);
        Azure.Storage.Queues.Models.QueueMessage? message;
        while ((message = await world.Storage.Mails.ReceiveMessageAsync()) is null)
            await Task.Delay(50);
        await world.Storage.Mails.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return MailIntent.Parse(message.Body.ToString());
    }

    private Task HandleAsync(MailIntent intent) => world.Get<MailDesk>().HandleAsync(intent, CancellationToken.None);

    [Fact]
    public async Task A_listed_organizer_gets_the_link_once()
    {
        var intent = await AskAsync();
        await HandleAsync(intent);
        await HandleAsync(intent);

        var mail = Assert.Single(world.Mailer.Sent);
        Assert.Equal("team@example.org", mail.ToAddress);
        Assert.Contains("15 минут ", mail.Text, StringComparison.Ordinal);
        var token = mail.Text.Split("token=")[1].Split('\n')[0];
        Assert.Equal(LinkAnswer.Good, await world.Get<OrganizerLinks>().LookAsync(token, CancellationToken.None));
        Assert.Contains($"token={token}", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_on_no_list_gets_nothing()
    {
        await HandleAsync(await AskAsync("stranger@example.org"));
        Assert.Empty(world.Mailer.Sent);
        Assert.Equal(0, await world.QueuedAsync());
    }

    [Fact]
    public async Task A_link_that_ended_while_the_provider_was_busy_is_not_mailed()
    {
        var intent = await AskAsync();
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Later("Busy."));
        await HandleAsync(intent);
        Assert.Equal(1, await world.QueuedAsync());
        world.Clock.Advance(OrganizerLink.Lifetime);
        await HandleAsync(intent);
        Assert.Empty(world.Mailer.Sent);
        Assert.Equal(1, await world.QueuedAsync());
    }

    [Fact]
    public async Task A_refused_link_is_trouble_that_other_organizers_see()
    {
        world.Mailer.Answers.Enqueue(_ => MailAnswer.Refused("No such mailbox."));
        var intent = await AskAsync();
        await HandleAsync(intent);
        Assert.Equal(("", 1), Assert.Single(await world.Troubles.ListAsync(CancellationToken.None)) is var trouble ? (trouble.Slot, trouble.Refused) : default);
    }

    [Fact]
    public async Task An_intent_whose_link_was_never_stored_is_dropped_after_a_minute()
    {
        var intent = MailIntent.ForSignIn("never-stored-link-0000", MailDay.Noon);
        await HandleAsync(intent);
        Assert.Equal(1, await world.QueuedAsync());
        world.Clock.Advance(SignInDesk.StoredWithin);
        await HandleAsync(intent);
        Assert.Equal(1, await world.QueuedAsync());
    }
}
