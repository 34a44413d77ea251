using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Mails.Tests;

public class GuestLettersTests
{
    private static readonly GuestLetters Letters = new(new SiteSettings { PublicUrl = "https://tickets.example.org" }, TicketKit.GuestKey);

    private static Letter Write(MailKind kind, Programme programme, Slot slot, Registration guest, DateTimeOffset? now = null) =>
        Letters.Write(kind, programme, slot, guest, now ?? MailDay.Noon);

    [Theory]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, false, MailKind.Ticket)]
    [InlineData(MailKind.TicketAgain, RegistrationState.Confirmed, false, MailKind.TicketAgain)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Confirmed, false, MailKind.SlotChanged)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Waiting, false, MailKind.SlotChanged)]
    [InlineData(MailKind.Waiting, RegistrationState.Waiting, false, MailKind.Waiting)]
    [InlineData(MailKind.Waiting, RegistrationState.Offered, false, null)]
    [InlineData(MailKind.Waiting, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Waiting, false, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Confirmed, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.SlotCancelled, RegistrationState.Withdrawn, true, null)]
    [InlineData(MailKind.Ticket, RegistrationState.Confirmed, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.Waiting, RegistrationState.Waiting, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.Offer, RegistrationState.Offered, false, MailKind.Offer)]
    [InlineData(MailKind.Offer, RegistrationState.Offered, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.Offer, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.Offer, RegistrationState.Waiting, false, null)]
    [InlineData(MailKind.Offer, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.ConfirmAddress, RegistrationState.Offered, false, MailKind.ConfirmAddress)]
    [InlineData(MailKind.ConfirmAddress, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.ConfirmAddress, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.Promoted, RegistrationState.Confirmed, false, MailKind.Promoted)]
    [InlineData(MailKind.Promoted, RegistrationState.Confirmed, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.Promoted, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.OfferEnded, RegistrationState.Withdrawn, false, MailKind.OfferEnded)]
    [InlineData(MailKind.OfferEnded, RegistrationState.Withdrawn, true, MailKind.SlotCancelled)]
    [InlineData(MailKind.OfferEnded, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.OfferEnded, RegistrationState.Waiting, true, null)]
    [InlineData(MailKind.Withdrawn, RegistrationState.Withdrawn, false, MailKind.Withdrawn)]
    [InlineData(MailKind.Withdrawn, RegistrationState.Withdrawn, true, MailKind.Withdrawn)]
    [InlineData(MailKind.Withdrawn, RegistrationState.Waiting, false, null)]
    [InlineData(MailKind.PartyChanged, RegistrationState.Confirmed, false, MailKind.PartyChanged)]
    [InlineData(MailKind.PartyChanged, RegistrationState.Waiting, false, MailKind.PartyChanged)]
    [InlineData(MailKind.PartyChanged, RegistrationState.Withdrawn, false, null)]
    [InlineData(MailKind.AddressChanged, RegistrationState.Withdrawn, false, MailKind.AddressChanged)]
    [InlineData(MailKind.AddressChanged, RegistrationState.Confirmed, false, null)]
    [InlineData(MailKind.SlotChanged, RegistrationState.Offered, false, MailKind.SlotChanged)]
    public void A_promised_mail_is_told_as_things_are_now(MailKind promised, RegistrationState state, bool cancelled, MailKind? said) =>
        Assert.Equal(said, GuestLetters.StillTrue(promised, MailDay.Clay with { Cancelled = cancelled }, MailDay.Guest(state: state), MailDay.Noon));

    [Theory]
    [InlineData(MailKind.Offer, -1, MailKind.Offer)]
    [InlineData(MailKind.Offer, 0, null)]
    [InlineData(MailKind.ConfirmAddress, -1, MailKind.ConfirmAddress)]
    [InlineData(MailKind.ConfirmAddress, 0, null)]
    [InlineData(MailKind.PartyChanged, 0, null)]
    public void Nothing_is_said_of_places_that_are_held_no_longer(MailKind promised, int secondsAfterTheEnd, MailKind? said)
    {
        var guest = MailDay.Guest(state: RegistrationState.Offered);
        Assert.Equal(said, GuestLetters.StillTrue(promised, MailDay.Clay, guest, guest.OfferedUntil!.Value.AddSeconds(secondsAfterTheEnd)));
    }

    [Fact]
    public void Nobody_is_written_to_who_is_not_there_or_was_erased()
    {
        Assert.Null(GuestLetters.StillTrue(MailKind.Ticket, MailDay.Clay, null, MailDay.Noon));
        Assert.Null(GuestLetters.StillTrue(MailKind.Ticket, MailDay.Clay, MailDay.Guest() with { Email = "", Name = "" }, MailDay.Noon));
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
        var guest = MailDay.Guest(language: language, state: StateFor(kind));
        var letter = Write(kind, MailDay.Programme(), MailDay.Clay, guest);
        var title = MailDay.Clay.Title.In(language);

        Assert.Contains(title, letter.Subject, StringComparison.Ordinal);
        var text = letter.ToText();
        Assert.Contains(title, text, StringComparison.Ordinal);
        Assert.Contains("14:00–16:00", text, StringComparison.Ordinal);
        Assert.Contains(MailDay.Programme().Venues[0].Name.In(language), text, StringComparison.Ordinal);
        Assert.Contains(LinkOf(kind, guest), text, StringComparison.Ordinal);
        Assert.Contains("Айгүл", text, StringComparison.Ordinal);
        Assert.DoesNotContain('{', letter.Subject + text);
    }

    private static RegistrationState StateFor(MailKind kind) => kind switch
    {
        MailKind.Waiting => RegistrationState.Waiting,
        MailKind.Offer or MailKind.ConfirmAddress => RegistrationState.Offered,
        MailKind.OfferEnded or MailKind.Withdrawn or MailKind.AddressChanged => RegistrationState.Withdrawn,
        _ => RegistrationState.Confirmed,
    };

    // With the line feed after it: the whole address, and nothing more.
    private static string LinkOf(MailKind kind, Registration guest)
    {
        var site = $"https://tickets.example.org/{guest.Language.Code()}";
        var page = $"{site}/tickets/{guest.PageKey(40).Text}";
        return kind switch
        {
            MailKind.SlotCancelled or MailKind.AddressChanged => $"{site}\n",
            MailKind.OfferEnded or MailKind.Withdrawn => $"{site}/slots/clay\n",
            MailKind.Offer or MailKind.ConfirmAddress => $"{page}?code={MailCode.For(TicketKit.GuestKey, "clay", guest.Id(), guest.Secret())}\n",
            _ => $"{page}\n",
        };
    }

    [Theory]
    [InlineData(Language.Kazakh, "18 қыркүйек, сағат 13:00")]
    [InlineData(Language.Russian, "18 сентября, 13:00")]
    [InlineData(Language.English, "18 September, 13:00")]
    public void Who_has_to_answer_in_time_is_told_until_when_by_the_festivals_clock(Language language, string until) => Assert.All(
        [MailKind.Offer, MailKind.ConfirmAddress, MailKind.SlotChanged],
        kind => Assert.Contains(until, Write(kind, MailDay.Programme(), MailDay.Clay, MailDay.Guest(language: language, state: RegistrationState.Offered)).Lead, StringComparison.Ordinal));

    [Theory]
    [InlineData(Language.Kazakh, "Бұрынғы QR-код енді есікті ашпайды", "Сізге 2 орын босады: Саз балшық")]
    [InlineData(Language.Russian, "Прежний QR-код больше не действует", "Для вас освободилось 2 места: Глина")]
    [InlineData(Language.English, "The earlier QR code no longer opens the door", "2 places are free for you: Clay")]
    public void A_new_party_makes_the_earlier_code_worthless_and_an_offer_counts_its_places(Language language, string earlier, string subject)
    {
        Assert.Contains(earlier, Write(MailKind.PartyChanged, MailDay.Programme(), MailDay.Clay, MailDay.Guest(language: language)).ToText(), StringComparison.Ordinal);
        Assert.Equal(subject, Write(MailKind.Offer, MailDay.Programme(), MailDay.Clay, MailDay.Guest(language: language, state: RegistrationState.Offered)).Subject);
    }

    // Whoever reads the mailbox that was given up must not get at the registration.
    [Theory]
    [InlineData(Language.Kazakh)]
    [InlineData(Language.Russian)]
    [InlineData(Language.English)]
    public void The_former_address_is_told_whom_to_ask_and_gets_no_key(Language language)
    {
        var text = Write(MailKind.AddressChanged, MailDay.Programme(), MailDay.Clay, MailDay.Guest(language: language, state: RegistrationState.Withdrawn)).ToText();
        Assert.Equal(3, text.Split("yard@example.org").Length);
        Assert.DoesNotContain("/tickets/", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_letter_to_somebody_with_a_ticket_shows_the_code()
    {
        var programme = MailDay.Programme();
        var guest = MailDay.Guest();
        var waiting = MailDay.Guest(state: RegistrationState.Waiting);
        var code = ShortCode.Parse(guest.ShortCode)!.Value.Display;

        Assert.All([MailKind.Ticket, MailKind.TicketAgain, MailKind.Promoted, MailKind.PartyChanged, MailKind.SlotChanged], kind => Assert.Contains(code, Write(kind, programme, MailDay.Clay, guest).ToText(), StringComparison.Ordinal));
        Assert.All([MailKind.Waiting, MailKind.PartyChanged, MailKind.Withdrawn, MailKind.SlotChanged, MailKind.SlotCancelled], kind =>
        {
            var letter = Write(kind, programme, MailDay.Clay, waiting);
            Assert.DoesNotContain(code, letter.ToText(), StringComparison.Ordinal);
            Assert.Null(letter.QrAlt);
        });
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(3000, false)]
    public void The_waiting_letter_says_the_place_of_joining_to_who_has_just_joined(int minutes, bool says)
    {
        var letter = Write(MailKind.Waiting, MailDay.Programme(), MailDay.Clay, MailDay.Guest(state: RegistrationState.Waiting), MailDay.Noon.AddMinutes(minutes));
        Assert.Equal(says, letter.Subject.Contains('7', StringComparison.Ordinal));
        Assert.Equal(says, letter.Facts.Any(fact => fact.Value == "7"));
    }

    [Fact]
    public void A_sample_says_that_it_is_one()
    {
        var real = MailDay.Programme();
        var sample = new Programmes.Programme(real.Festival with { Sample = true }, real.Venues, real.Kinds, real.Doors, real.Slots);
        var note = Texts.Catalogue.Say(Language.Kazakh, "mail.sample");

        Assert.Contains(note, Write(MailKind.Ticket, sample, MailDay.Clay, MailDay.Guest()).ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain(note, Write(MailKind.Ticket, real, MailDay.Clay, MailDay.Guest()).ToText(), StringComparison.Ordinal);
    }
}
