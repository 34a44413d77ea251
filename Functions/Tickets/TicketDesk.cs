using Esik.Hosting;
using Esik.Languages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Tickets;

/// <summary>A registration found by the address of its ticket page.</summary>
public sealed record FoundTicket(Programme Programme, Slot Slot, Registration Registration)
{
    /// <summary>The key of its page's address.</summary>
    public string Key => Registration.PageKey(Slot.Number).Text;
}

/// <summary>Finds tickets for whoever has their page's address, and lays out what they carry.</summary>
public sealed class TicketDesk(ISlotStore store, IProgrammes programmes, Tallies tallies, LinePlaces places, GuestKey guestKey, SiteSettings site, TimeProvider clock)
{
    /// <summary>Null when the key opens nothing; that tells nobody why.</summary>
    public async Task<FoundTicket?> FindAsync(string key, CancellationToken stop)
    {
        if (TicketPageKey.Parse(key) is not { } parsed)
            return null;
        var programme = await programmes.CurrentAsync(stop);
        if (programme.SlotByNumber(parsed.SlotNumber) is not { } slot)
            return null;
        var row = await store.ReadAsync(slot.Id, Registration.KeyOf(parsed.Ticket), stop);
        return row?.Row is Registration { IsErased: false } registration && parsed.Opens(registration.Secret()) ? new(programme, slot, registration) : null;
    }

    /// <param name="mailCode">From the link in a mail; null when the page was opened without it.</param>
    public async Task<TicketView> ViewAsync(FoundTicket found, CancellationToken stop, string? mailCode = null)
    {
        var (programme, slot, registration) = found;
        var tally = await tallies.TryReadAsync(slot.Id, stop);
        var state = StateOf(registration, slot);
        LinePlace? place = state == TicketState.Waiting ? await places.OfAsync(slot.Id, registration, tally?.WaitingParties ?? 0, stop) : null;
        var hasCode = mailCode is not null && MailCode.Fits(mailCode, guestKey, slot.Id, registration.Id(), registration.Secret());
        var moved = slot.Moved?.At > registration.RegisteredAt ? slot.Moved : null;
        return new TicketView(state, SlotView.Of(programme, slot, slot.FreeBy(tally, clock.GetUtcNow()), clock.GetUtcNow()), found.Key, registration.Name, registration.Party)
        {
            Reason = registration.WithdrawnFor(),
            ShortCode = state == TicketState.Confirmed ? ShortCode.Parse(registration.ShortCode)?.Display : null,
            WaitingPlace = place?.Place,
            LineMoves = PromotionRule.IsPossible(slot, clock.GetUtcNow()),
            WaitingSize = place?.Size,
            MailCode = hasCode ? mailCode : null,
            NeedsMail = GuestDesk.NeedsCode(slot, registration) && !hasCode,
            OfferedUntil = registration.OfferEnd(slot),
            FormerStart = moved is not null && moved.FormerStart != slot.Start ? moved.FormerStart : null,
            FormerVenue = moved is not null && moved.FormerVenueId != slot.VenueId ? programme.VenueById(moved.FormerVenueId) : null,
        };
    }

    /// <summary>The token of a confirmed registration whose slot takes place; null for all others.</summary>
    public static string? TokenOf(FoundTicket found) => found.Slot.Cancelled ? null : found.Registration.Token(found.Slot.Number);

    /// <summary>The printed ticket in a language; null without a token.</summary>
    public static byte[]? Pdf(FoundTicket found, Language language)
    {
        if (TokenOf(found) is not { } token)
            return null;
        var (programme, slot, registration) = found;
        var texts = Texts.Catalogue.In(language);
        var time = new LocalTime(programme.Festival.TimeZone, language);
        return TicketPdf.Draw(new TicketPdfContent
        {
            Festival = programme.Festival.Name.In(language),
            Title = slot.Title.In(language),
            Facts =
            [
                new(texts["ticket.pdf.when"], time.Moment(slot.Start)),
                new(texts["ticket.pdf.where"], programme.VenueOf(slot).Name.In(language)),
                new(texts["ticket.name"], registration.Name),
                new(texts["ticket.party"], texts["ticket.places", ("n", registration.Party)]),
            ],
            Token = token,
            Code = ShortCode.Parse(registration.ShortCode) ?? throw new InvalidOperationException("A registration whose short code is none."),
            Note = texts["ticket.pdf.note"],
        });
    }

    /// <summary>The slot as a calendar entry in a language. A withdrawn registration, or a cancelled slot, cancels the entry.</summary>
    public string Calendar(FoundTicket found, Language language)
    {
        var (programme, slot, registration) = found;
        var venue = programme.VenueOf(slot).Name.In(language);
        return TicketCalendar.Write(new TicketEvent
        {
            Uid = TicketCalendar.Uid(programme.Festival.Id, registration.Id()),
            // Minutes of the clock: a file made later always wins, whatever changed in between: the ticket, the slot's time or its venue.
            Sequence = (int)(clock.GetUtcNow().ToUnixTimeSeconds() / 60),
            Cancelled = IsCalledOff(found),
            Start = slot.Start,
            End = slot.End,
            TimeZone = programme.Festival.TimeZone.Id,
            Summary = slot.Title.In(language),
            Location = $"{venue}, {programme.Festival.Place.In(language)}",
            Description = Texts.Catalogue.In(language)["ticket.calendar.note"],
            Page = new Uri(site.Link($"{language.Code()}/tickets/{found.Key}")),
            Now = clock.GetUtcNow(),
        });
    }

    /// <summary>The media type of <see cref="Calendar"/>.</summary>
    public static string CalendarMediaType(FoundTicket found) => TicketCalendar.MediaType(IsCalledOff(found));

    private static bool IsCalledOff(FoundTicket found) => found.Slot.Cancelled || found.Registration.State == RegistrationState.Withdrawn;

    private static TicketState StateOf(Registration registration, Slot slot) =>
        slot.Cancelled && registration.State != RegistrationState.Withdrawn ? TicketState.SlotCancelled : registration.State switch
        {
            RegistrationState.Withdrawn => TicketState.Withdrawn,
            RegistrationState.Confirmed => TicketState.Confirmed,
            RegistrationState.Waiting => TicketState.Waiting,
            RegistrationState.Offered => TicketState.Offered,
        };
}
