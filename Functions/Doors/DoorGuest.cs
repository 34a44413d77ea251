using Esik.Languages;
using Esik.Registrations;

namespace Esik.Doors;

/// <summary>A registration as the door's people see it: by name, with what is left of the party. No e-mail address, no signature.</summary>
/// <param name="Ticket">The ticket id, 16 hexadecimal digits.</param>
/// <param name="Issue">0 as long as no ticket was issued.</param>
/// <param name="Admitted">Places of this issue that came in.</param>
/// <param name="ShortCode">Eight letters, without the dash.</param>
public sealed record DoorGuest(string Ticket, int Issue, int Party, int Admitted, string Name, string ShortCode, RegistrationState State)
{
    /// <summary>Places that may still come in.</summary>
    public int Left => State == RegistrationState.Confirmed ? Math.Max(0, Party - Admitted) : 0;
}

/// <summary>Everybody who signed up for a slot, as storage had it at a moment.</summary>
public sealed class GuestList
{
    /// <summary>Letters that must be typed to look for a name.</summary>
    public const int LettersMin = 2;

    /// <summary>Longest text that is looked for, in UTF-16 units.</summary>
    public const int TypedLengthMax = 100;

    /// <summary>As many as are found at once: who sees so many types another letter.</summary>
    public const int FoundMax = 20;

    private readonly Lazy<IReadOnlyList<(DoorGuest Guest, FoldedName Name)>> folded;

    /// <param name="before">The same slot's list as it was: names that it folded are not folded again.</param>
    public GuestList(IReadOnlyList<DoorGuest> guests, DateTimeOffset at, GuestList? before = null)
    {
        Guests = guests;
        At = at;
        // Held until the first search only, so that lists do not hang together in a chain.
        var known = before?.folded is { IsValueCreated: true, Value: var names } ? names : [];
        folded = new(() => Fold(guests, known));
    }

    public IReadOnlyList<DoorGuest> Guests { get; }

    public DateTimeOffset At { get; }

    /// <summary>Those who hold tickets, by name.</summary>
    public IReadOnlyList<DoorGuest> Expected(Language language) =>
        [.. Guests.Where(guest => guest is { State: RegistrationState.Confirmed, Issue: > 0 }).OrderBy(guest => guest.Name, NameOrder.Of(language)).ThenBy(guest => guest.Ticket, StringComparer.Ordinal)];

    /// <summary>Whether a text is one to look for: neither too short nor too long.</summary>
    public static bool CanFind(string? typed) => typed is { Length: <= TypedLengthMax } && FoldedName.Beginning(typed).Letters >= LettersMin;

    /// <summary>Guests whose names begin so, at most <see cref="FoundMax"/>: who holds a ticket first, then whose first word it is, then by name.</summary>
    public IReadOnlyList<DoorGuest> Find(string typed, Language language)
    {
        var beginning = FoldedName.Beginning(typed);
        return [.. folded.Value.Where(pair => pair.Name.Answers(beginning))
            .OrderBy(pair => pair.Guest.State)
            .ThenByDescending(pair => pair.Name.AnswersFirst(beginning))
            .ThenBy(pair => pair.Guest.Name, NameOrder.Of(language))
            .ThenBy(pair => pair.Guest.Ticket, StringComparer.Ordinal)
            .Select(pair => pair.Guest)
            .Take(FoundMax)];
    }

    private static IReadOnlyList<(DoorGuest, FoldedName)> Fold(IReadOnlyList<DoorGuest> guests, IReadOnlyList<(DoorGuest Guest, FoldedName Name)> before)
    {
        var known = before.DistinctBy(pair => pair.Guest.Name).ToDictionary(pair => pair.Guest.Name, pair => pair.Name);
        return [.. guests.Select(guest => (guest, known.GetValueOrDefault(guest.Name) ?? FoldedName.Of(guest.Name)))];
    }
}
