using System.Security.Cryptography;
using System.Text;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What became of a line that was entered.</summary>
/// <param name="Guest">Null for somebody without a ticket, and for a code that fits nobody.</param>
/// <param name="Typed">The code as it was typed; null for a ticked box.</param>
/// <param name="Answer">Null when no guest of this slot has such a code: nothing was stored.</param>
/// <param name="People">Who were entered by it, now or before; not those who were taken back since.</param>
public sealed record PaperLine(DoorGuest? Guest, string? Typed, DoorAnswer? Answer, int People);

/// <summary>
/// Stores what was ticked on paper as scans: people who were let in, whatever anybody knew then. Each place of a ticket at a door is one
/// scan whose id comes from just that, so entering the same list again, by whomever, changes nothing, also when the guest has another issue by
/// then; and entering more of it adds the rest. What was taken back at the door since stays taken back.
/// </summary>
public sealed class PaperDesk(SlotWriters writers, TimeProvider clock)
{
    /// <summary>Stands in scans in place of a device's id.</summary>
    public const string Device = "paper";

    private sealed record Place(Programme Programme, Slot Slot, Door Door, DateTimeOffset At);

    /// <param name="list">The slot's guests as storage has them.</param>
    /// <exception cref="BusyException">Part of it may be stored; the same form may be sent again and counts once.</exception>
    public async Task<IReadOnlyList<PaperLine>> EnterAsync(Programme programme, Slot slot, Door door, GuestList list, PaperForm form)
    {
        var place = new Place(programme, slot, door, form.At);
        var byTicket = list.Guests.ToDictionary(guest => guest.Ticket);
        var byCode = list.Guests.ToLookup(guest => guest.ShortCode);
        var lines = new List<Task<PaperLine>>();
        foreach (var ticks in form.Ticks.GroupBy(tick => tick.Ticket.ToString()))
            lines.Add(byTicket.GetValueOrDefault(ticks.Key) is { } guest ? GuestAsync(place, guest, null, ticks.Select(tick => tick.Place)) : Nobody(ticks.Key));
        foreach (var code in form.Codes)
            lines.Add(byCode[code.Code?.Text ?? "-"].ToList() is [var guest] ? GuestAsync(place, guest, code.Typed, Enumerable.Range(1, code.People ?? guest.Party)) : Nobody(code.Typed));
        if (form.WalkIns > 0)
            lines.Add(WalkInsAsync(place, form.WalkIns));
        return await Task.WhenAll(lines);
    }

    private static Task<PaperLine> Nobody(string typed) => Task.FromResult(new PaperLine(null, typed, null, 0));

    private async Task<PaperLine> GuestAsync(Place place, DoorGuest guest, string? typed, IEnumerable<int> places)
    {
        var answers = places.Select(number =>
        {
            var ticket = TicketId.Parse(guest.Ticket) ?? throw new InvalidOperationException("A registration whose ticket id is none.");
            var code = new CodeFacts(TicketVerdict.Genuine, false, place.Slot.Number, guest.Issue, guest.Party);
            var known = TicketFacts.Unknown with { Known = new(guest.Issue, Standing(guest.State)) };
            return EnterAsync(place, $"{guest.Ticket}-{number}", Question(place, ScanKind.Scan) with { Code = code, Ticket = known }, ticket);
        });
        return Line(guest, typed, await Task.WhenAll(answers.ToList()));
    }

    private async Task<PaperLine> WalkInsAsync(Place place, int people)
    {
        var answers = Enumerable.Range(1, people).Select(number => EnterAsync(place, $"walk-in-{number}", Question(place, ScanKind.WalkIn), null));
        return Line(null, null, await Task.WhenAll(answers.ToList()));
    }

    // The worst of several is what somebody has to look at.
    private static PaperLine Line(DoorGuest? guest, string? typed, DoorAnswer[] answers)
    {
        var worst = answers.MaxBy(answer => answer switch { DoorAnswer.Welcome => 0, DoorAnswer.Undone => 1, DoorAnswer.Clash => 3, _ => 2 });
        return new(guest, typed, worst, answers.Count(answer => answer != DoorAnswer.Undone));
    }

    private async Task<DoorAnswer> EnterAsync(Place place, string what, AdmissionQuestion question, TicketId? ticket)
    {
        var id = $"{Device}-{what}-{Mark(place.Door.Id)}";
        var facts = new ScanFacts(id, place.Door.Id, Device, place.At, 0, place.At < clock.GetUtcNow() ? place.At : clock.GetUtcNow(), Offline: true, DoorAnswer.Welcome, FromRevoked: false);
        var scan = (await writers.ChangeAsync(place.Slot.Id, new ScanChange(facts, question, ticket))).Scan;
        return scan.UndoneBy is null ? scan.Answer : DoorAnswer.Undone;
    }

    private static AdmissionQuestion Question(Place place, ScanKind kind) => new(
        kind, place.At, Online: true, WasAdmitted: true, Places: 1,
        new(TicketVerdict.Unreadable, false, 0, 0, 0),
        new(DoorRole.Lead, new Dictionary<string, IReadOnlyList<string>> { [place.Door.Id] = [place.Slot.Id] }),
        new(place.Door.Id, place.Slot.Id), SlotFacts.Of(place.Slot, place.Programme.NumberLast), TicketFacts.Unknown, new(0, 0, 0, 0, 0, 0), null);

    private static TicketStanding Standing(RegistrationState state) => state switch
    {
        RegistrationState.Confirmed => TicketStanding.Confirmed,
        RegistrationState.Withdrawn => TicketStanding.Cancelled,
        RegistrationState.Waiting or RegistrationState.Offered => TicketStanding.Waiting,
    };

    // A door's id may be longer than a scan's id has room for.
    private static string Mark(string door) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(door)))[..12];
}
