using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;

namespace Esik.Mails.Tests;

public class GuestLettersTests
{
    private static readonly GuestLetters Letters = new(new SiteSettings { PublicUrl = "https://tickets.example.org" });

    [Theory]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, false, MailKind.Ticket)]
    [InlineData(MailKind.TicketAgain, RegistrationState.Confirmed, false, MailKind.TicketAgain)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Confirmed, false, MailKind.SlotChanged)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Waiting, false, MailKind.SlotChanged)]
    [InlineData(MailKind.Waiting, RegistrationState.Waiting, false, MailKind.Waiting)]
    [InlineData(MailKind.Waiting, RegistrationState.Offered, false, MailKind.Waiting)]
    [InlineData(MailKind.Waiting, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Waiting, false, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Withdrawn, true, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.Waiting, RegistrationState.Waiting, true, MailKind.SlotCancelled)]
    public void A_promised_mail_is_told_as_things_are_now(MailKind promised, RegistrationState state, bool cancelled, MailKind? said) =>
        Assert.Equal(said, GuestLetters.StillTrue(promised, MailDay.Clay with { Cancelled = cancelled }, MailDay.Guest(state: state)));

    [Fact]
    public void Nobody_is_written_to_who_is_not_there_or_was_erased()
    {
        Assert.Null(GuestLetters.StillTrue(MailKind.Ticket, MailDay.Clay, null));
        Assert.Null(GuestLetters.StillTrue(MailKind.Ticket, MailDay.Clay, MailDay.Guest() with { Email = "", Name = "" }));
    }

    public static TheoryData<MailKind, Language> Kinds
    {
        get
        {
            var cases = new TheoryData<MailKind, Language>();
            foreach (var language in LanguageCodes.All)
            {
                foreach (var kind in Enum.GetValues<MailKind>().Where(kind => kind != MailKind.SignInLink))
                    cases.Add(kind, language);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_letter_names_its_slot_when_where_and_a_link(MailKind kind, Language language)
    {
        var guest = MailDay.Guest(language: language, state: kind == MailKind.Waiting ? RegistrationState.Waiting : RegistrationState.Confirmed);
        var letter = Letters.Write(kind, MailDay.Programme(), MailDay.Clay, guest);
        var title = MailDay.Clay.Title.In(language);

        Assert.Contains(title, letter.Subject, StringComparison.Ordinal);
        var text = letter.ToText();
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains("14:00–16:00", text, StringComparison.Ordinal);
        Assert.Contains(MailDay.Programme().Venues[0].Name.In(language), text, StringComparison.Ordinal);
        Assert.Contains(kind == MailKind.SlotCancelled ? $"https://tickets.example.org/{language.Code()}\n" : $"https://tickets.example.org/{language.Code()}/tickets/", text, StringComparison.Ordinal);
        Assert.Contains("Айгүл", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', letter.Subject + text);
    }

    [Fact]
    public void Only_a_letter_to_somebody_with_a_ticket_shows_the_code()
    {
        var programme = MailDay.Programme();
        var guest = MailDay.Guest();
        var waiting = MailDay.Guest(state: RegistrationState.Waiting);
        var code = Tickets.ShortCode.Parse(guest.ShortCode)!.Value.Display;

        Assert.All([MailKind.Ticket, MailKind.TicketAgain, MailKind.SlotChanged], kind => Assert.Contains(code, Letters.Write(kind, programme, MailDay.Clay, guest).ToText(), StringComparison.Ordinal));
        Assert.All([MailKind.Waiting, MailKind.SlotChanged, MailKind.SlotCancelled], kind =>
        {
            var letter = Letters.Write(kind, programme, MailDay.Clay, waiting);
            Assert.DoesNotContain(code, letter.ToText(), StringComparison.Ordinal);
            Assert.Null(letter.QrAlt);
        });
    }

    [Fact]
    public void The_waiting_letter_says_the_place_in_line() =>
        Assert.Contains("7", Letters.Write(MailKind.Waiting, MailDay.Programme(), MailDay.Clay, MailDay.Guest(state: RegistrationState.Waiting)).Subject, StringComparison.Ordinal);

    [Fact]
    public void A_sample_says_that_it_is_one()
    {
        var real = MailDay.Programme();
        var sample = new Programmes.Programme(real.Festival with { Sample = true }, real.Venues, real.Kinds, real.Doors, real.Slots);
        var note = Texts.Catalogue.Say(Language.Kazakh, "mail.sample");

        Assert.Contains(note, Letters.Write(MailKind.Ticket, sample, MailDay.Clay, MailDay.Guest()).ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain(note, Letters.Write(MailKind.Ticket, real, MailDay.Clay, MailDay.Guest()).ToText(), StringComparison.Ordinal);
    }
}
