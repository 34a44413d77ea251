using Esik.Languages;
using Esik.Registrations;
using FsCheck.Xunit;
using MimeKit;

namespace Esik.Mails.Tests;

public sealed class MailWriterTests : IAsyncLifetime
{
    private MailWorld world = null!;

    public async Task InitializeAsync() => world = await MailWorld.CreateAsync("UseDevelopmentStorage=true");

    public async Task DisposeAsync() => await world.DisposeAsync();

    private Task<Mail> WriteAsync(MailKind kind = MailKind.Ticket, Registration? guest = null, Slots.Slot? slot = null) =>
        world.Get<MailWriter>().ToGuestAsync("b1", kind, MailDay.Programme(slot), slot ?? MailDay.Clay, guest ?? MailDay.Guest());

    [Fact]
    public async Task The_picture_in_the_mail_is_the_token_of_the_ticket()
    {
        var guest = MailDay.Guest();
        var picture = Assert.Single((await WriteAsync(guest: guest)).Pictures);
        Assert.Equal("qr", picture.ContentId);
        Assert.Equal(guest.Token(40), QrReader.ReadPng(picture.Content));
    }

    [Theory]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, 1, 1)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Confirmed, 1, 1)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, 0, 1)]
    [InlineData(MailKind.Waiting, RegistrationState.Waiting, 0, 0)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Waiting, 0, 0)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Waiting, 0, 0)]
    [InlineData(MailKind.Promoted, RegistrationState.Confirmed, 1, 1)]
    [InlineData(MailKind.PartyChanged, RegistrationState.Confirmed, 1, 1)]
    [InlineData(MailKind.PartyChanged, RegistrationState.Waiting, 0, 0)]
    [InlineData(MailKind.Offer, RegistrationState.Offered, 0, 0)]
    [InlineData(MailKind.ConfirmAddress, RegistrationState.Offered, 0, 0)]
    [InlineData(MailKind.OfferEnded, RegistrationState.Withdrawn, 0, 0)]
    [InlineData(MailKind.Withdrawn, RegistrationState.Withdrawn, 0, 1)]
    [InlineData(MailKind.AddressChanged, RegistrationState.Withdrawn, 0, 1)]
    public async Task Who_has_a_ticket_gets_its_picture_and_its_calendar(MailKind kind, RegistrationState state, int pictures, int calendars)
    {
        var slot = MailDay.Clay with { Cancelled = kind == MailKind.SlotCancelled };
        var mail = await WriteAsync(kind, MailDay.Guest(state: state), slot);
        Assert.Equal((pictures, calendars), (mail.Pictures.Count, mail.Files.Count));
        Assert.Equal(pictures == 1, mail.Html.Contains("cid:qr", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, false, "PUBLISH", "CONFIRMED")]
    [InlineData(MailKind.Withdrawn, RegistrationState.Withdrawn, false, "CANCEL", "CANCELLED")]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, true, "CANCEL", "CANCELLED")]
    public async Task A_calendar_file_says_what_it_does_inside_and_outside(MailKind kind, RegistrationState state, bool cancelled, string method, string status)
    {
        var file = Assert.Single((await WriteAsync(kind, MailDay.Guest(state: state), MailDay.Clay with { Cancelled = cancelled })).Files);
        Assert.EndsWith($"method={method}", file.MediaType, StringComparison.Ordinal);
        var text = System.Text.Encoding.UTF8.GetString(file.Content);
        Assert.Contains($"\r\nMETHOD:{method}\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"\r\nSTATUS:{status}\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_calendar_file_wins_over_an_earlier_one()
    {
        var first = Sequence(await WriteAsync());
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(Sequence(await WriteAsync(MailKind.SlotChanged)) > first);
    }

    [Theory]
    [InlineData(Language.Kazakh, "kk")]
    [InlineData(Language.Russian, "ru")]
    [InlineData(Language.English, "en")]
    public async Task The_mail_speaks_the_guests_language_from_head_to_foot(Language language, string code)
    {
        var mail = await WriteAsync(guest: MailDay.Guest(language: language));
        Assert.Contains($"<html lang=\"{code}\">", mail.Html, StringComparison.Ordinal);
        Assert.Contains(MailDay.Clay.Title.In(language), mail.Html, StringComparison.Ordinal);
        Assert.Equal(MailDay.Programme().Festival.Name.In(language), mail.FromName);
    }

    [Fact]
    public async Task What_a_provider_keeps_beside_the_mail_says_nothing_of_the_guest()
    {
        var mail = await WriteAsync();
        Assert.Equal(new Dictionary<string, string> { ["message"] = mail.MessageId, ["slot"] = "clay" }, mail.Arguments);
        Assert.DoesNotContain("guest0", mail.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_html_needs_nothing_from_elsewhere()
    {
        var html = (await WriteAsync()).Html;
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"http", html, StringComparison.OrdinalIgnoreCase);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(html, "https?://").Cast<System.Text.RegularExpressions.Match>());
    }

    [Theory]
    [MemberData(nameof(SampleMail.Nasty), MemberType = typeof(SampleMail))]
    public async Task No_name_or_title_breaks_header_or_body(string nasty) => await HoldsAsync(nasty);

    [Property(MaxTest = 60)]
    public void No_text_at_all_breaks_header_or_body(string? any) => HoldsAsync(any ?? "").GetAwaiter().GetResult();

    private async Task HoldsAsync(string nasty)
    {
        var slot = MailDay.Clay with { Title = new(nasty, nasty, nasty) };
        var mail = await WriteAsync(guest: MailDay.Guest(name: nasty), slot: slot);
        using var folder = new TemporaryFolder();
        Assert.Equal(MailOutcome.Sent, (await new FolderMailer(new MailSettings { MailFolder = folder.Path }, world.Clock).SendAsync(mail, CancellationToken.None)).Outcome);
        using var message = await MimeMessage.LoadAsync(Directory.GetFiles(folder.Path).Single());

        Assert.Equal("guest0@example.org", Assert.Single(message.GetRecipients()).Address);
        Assert.Equal(mail.Subject, message.Subject);
        Assert.StartsWith("Билетіңіз:", message.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(message.Subject!, char.IsControl);
        Assert.DoesNotContain("<script", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<root@", message.HtmlBody, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("</html>", message.HtmlBody!.TrimEnd(), StringComparison.Ordinal);
        Assert.All([message.HtmlBody, message.TextBody!], body => Assert.DoesNotContain(body, letter => letter is '\0' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')));
        Assert.Contains(MailLine.Of(nasty), message.TextBody, StringComparison.Ordinal);
        Assert.Single(message.BodyParts, part => part.ContentId == "qr");
        Assert.Single(message.Attachments);
    }

    private static int Sequence(Mail mail) => Ical.Net.Calendar.Load(System.Text.Encoding.UTF8.GetString(mail.Files[0].Content))!.Events[0]!.Sequence;
}
