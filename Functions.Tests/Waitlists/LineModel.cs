using Esik.Registrations;
using Esik.Slots;

namespace Esik.Waitlists.Tests;

/// <summary>
/// What a slot with a waiting list should do, as simply as it can be said: a list of guests, one thing after the other, no counters, no
/// transactions, no processes. Only offer or not, and until when, is asked of the rule that has its own tests.
/// </summary>
internal sealed class LineModel(Slot slot, TimeZoneInfo zone)
{
    private readonly SortedDictionary<string, Guest> guests = new(StringComparer.Ordinal);
    private int capacity = slot.Capacity!.Value;
    private readonly List<(string Name, DateTimeOffset At)> registered = [];
    private int arrivals;

    private sealed record Guest(RegistrationState State, int Party, int Arrival, DateTimeOffset? Until = null);

    /// <summary>Spoils the model, to see that a difference is found: newcomers pass those who wait.</summary>
    public bool IgnoresLine { get; init; }

    /// <summary>The next moment at which an offer ends.</summary>
    public DateTimeOffset? NextEnd => guests.Values.Min(guest => guest.Until);

    private int Held => guests.Values.Where(guest => guest.State is RegistrationState.Confirmed or RegistrationState.Offered).Sum(guest => guest.Party);

    private int Free => capacity - Held;

    private IEnumerable<KeyValuePair<string, Guest>> Line => guests.Where(guest => guest.Value.State == RegistrationState.Waiting).OrderBy(guest => guest.Value.Arrival);

    public string? Do(ModelStep step, DateTimeOffset now) => step.Act switch
    {
        ModelAct.Register => Register(step.Guest, step.Party, now),
        ModelAct.Withdraw => guests.ContainsKey(step.Guest) ? Withdraw(step.Guest) : null,
        ModelAct.Shrink => guests.ContainsKey(step.Guest) ? Shrink(step.Guest, step.Party, now) : null,
        ModelAct.Accept => guests.ContainsKey(step.Guest) ? Accept(step.Guest, now) : null,
        ModelAct.Decline => guests.ContainsKey(step.Guest) ? Decline(step.Guest) : null,
        ModelAct.SetCapacity => SetCapacity(step.Capacity),
        ModelAct.Pass => null,
    };

    /// <summary>Offers whose time is over go back, then whoever fits gets places, in order.</summary>
    public void Settle(DateTimeOffset now)
    {
        foreach (var (name, guest) in guests.Where(guest => guest.Value.Until <= now).ToList())
            guests[name] = Gone(guest);
        if (PromotionRule.Decide(slot, now, zone) is not { } decision)
            return;
        foreach (var (name, guest) in Line.ToList())
        {
            if (guest.Party <= Free)
                guests[name] = guest with { State = decision.OfferedUntil is null ? RegistrationState.Confirmed : RegistrationState.Offered, Until = decision.OfferedUntil };
        }
    }

    /// <summary>All that people can see, for comparing.</summary>
    public ModelSight Sight() => new(
        [.. guests.Select(guest => $"{guest.Key} {guest.Value.State} {guest.Value.Party} {guest.Value.Until:O}{(guest.Value.State == RegistrationState.Confirmed ? "ticket" : "")}")],
        [.. Line.Select(guest => guest.Key)],
        capacity,
        guests.Values.Where(guest => guest.State == RegistrationState.Confirmed).Sum(guest => guest.Party),
        guests.Values.Where(guest => guest.State == RegistrationState.Offered).Sum(guest => guest.Party),
        Free);

    private string Register(string name, int party, DateTimeOffset now)
    {
        var lineMoves = PromotionRule.IsPossible(slot, now);
        if (guests.TryGetValue(name, out var earlier) && earlier.State != RegistrationState.Withdrawn && !(earlier.Until <= now))
        {
            if (earlier.State == RegistrationState.Waiting && !lineMoves && !slot.Waitlist.ConfirmsByMail && earlier.Party <= Free)
                guests[name] = earlier with { State = RegistrationState.Confirmed };
            return nameof(RegistrationOutcome.AlreadyRegistered);
        }
        if (earlier is not null)
            guests[name] = Gone(earlier);
        if (registered.Count(before => before.Name == name && now - before.At < SignUpChange.AgainInterval) >= SignUpChange.AgainMax)
            return nameof(RegistrationOutcome.TooOften);
        registered.Add((name, now));
        // Behind everybody who waits: the places that are left when nobody before could use them.
        var waiting = Line.Select(guest => guest.Value.Party).ToList();
        var isLeft = party <= Free && (IgnoresLine || !lineMoves || !waiting.Any(other => other <= Free) || waiting.Sum() + party <= Free);
        var (state, until) = !isLeft ? (RegistrationState.Waiting, null)
            : slot.Waitlist.ConfirmsByMail ? (RegistrationState.Offered, PromotionRule.HeldUntil(slot, now))
            : (RegistrationState.Confirmed, (DateTimeOffset?)null);
        guests[name] = new(state, party, ++arrivals, until);
        return state.ToString();
    }

    private string Withdraw(string name)
    {
        guests[name] = Gone(guests[name]);
        return nameof(GuestOutcome.Done);
    }

    private string Shrink(string name, int party, DateTimeOffset now)
    {
        var guest = guests[name];
        if (guest.State == RegistrationState.Withdrawn || guest.Until <= now)
        {
            guests[name] = Gone(guest);
            return nameof(GuestOutcome.Withdrawn);
        }
        if (party > guest.Party)
            return nameof(GuestOutcome.PartyNotSmaller);
        guests[name] = guest with { Party = party };
        return nameof(GuestOutcome.Done);
    }

    private string Accept(string name, DateTimeOffset now)
    {
        var guest = guests[name];
        if (guest.State == RegistrationState.Waiting)
            return nameof(OfferOutcome.NotOffered);
        if (guest.State == RegistrationState.Withdrawn || guest.Until <= now)
        {
            guests[name] = Gone(guest);
            return nameof(OfferOutcome.Over);
        }
        guests[name] = guest with { State = RegistrationState.Confirmed, Until = null };
        return nameof(OfferOutcome.Accepted);
    }

    private string Decline(string name)
    {
        var guest = guests[name];
        if (guest.State == RegistrationState.Offered)
            guests[name] = Gone(guest);
        return guest.State switch
        {
            RegistrationState.Confirmed => nameof(OfferOutcome.Accepted),
            RegistrationState.Waiting => nameof(OfferOutcome.NotOffered),
            RegistrationState.Offered or RegistrationState.Withdrawn => nameof(OfferOutcome.Declined),
        };
    }

    private string SetCapacity(int places)
    {
        if (places < Held)
            return bool.FalseString;
        capacity = places;
        return bool.TrueString;
    }

    private static Guest Gone(Guest guest) => guest with { State = RegistrationState.Withdrawn, Until = null };
}

/// <summary>What can be seen of a slot from outside.</summary>
/// <param name="Guests">By name: state, party, until when held, and whether there is a ticket.</param>
/// <param name="Line">Who waits, first in line first.</param>
internal sealed record ModelSight(IReadOnlyList<string> Guests, IReadOnlyList<string> Line, int Capacity, int Taken, int Offered, int Free)
{
    public override string ToString() => $"{Taken} taken, {Offered} offered, {Free} free of {Capacity}; line: {string.Join(' ', Line)}; {string.Join("; ", Guests)}";
}
