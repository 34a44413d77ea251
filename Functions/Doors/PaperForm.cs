using System.Globalization;
using Esik.Programmes;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>One box that was ticked by hand: so many of a ticket's places came in.</summary>
/// <param name="Place">1 to 6.</param>
public readonly record struct PaperTick(TicketId Ticket, int Place)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is null.</summary>
    public static PaperTick? Parse(string? text) =>
        text?.Split('-') is [var ticket, [>= '1' and <= '6' and var place]] && TicketId.Parse(ticket) is { } id ? new PaperTick(id, place - '0') : null;

    public override string ToString() => $"{Ticket}-{Place.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>A short code that was typed off the paper.</summary>
/// <param name="Typed">As it was typed, for whoever has to correct it.</param>
/// <param name="Code">Null when it can be none.</param>
/// <param name="People">Null is the whole party.</param>
public sealed record PaperCode(string Typed, ShortCode? Code, int? People);

/// <summary>What an organizer enters from a door's paper list.</summary>
/// <param name="At">When they came in, UTC, as good as anybody remembers.</param>
/// <param name="WalkIns">People without a ticket on the whole list of this door, those entered before included.</param>
public sealed record PaperForm(DateTimeOffset At, IReadOnlyList<PaperTick> Ticks, IReadOnlyList<PaperCode> Codes, int WalkIns)
{
    public const string DoorField = "door";
    public const string AtField = "at";
    public const string TickField = "tick";
    public const string CodesField = "codes";
    public const string WalkInsField = "walk-ins";

    /// <summary>Lines of codes in one form, and people without a ticket at one door.</summary>
    public const int CodesMax = 200;
    public const int WalkInsMax = 200;

    private const string FormFormat = "yyyy-MM-ddTHH:mm";

    /// <summary>Reads the fields. Exactly one of form and mistake (a text key) is null. Never throws.</summary>
    /// <param name="at">In the festival's own time, as a browser's date and time field gives it.</param>
    /// <param name="codes">A code a line, each with or without a number of people behind it.</param>
    public static (PaperForm? Form, string? Mistake) Read(Programme programme, Slot slot, string at, IEnumerable<string?> ticks, string codes, string walkIns, DateTimeOffset now)
    {
        if (!DateTime.TryParseExact(at, FormFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || Math.Abs(local.Year - now.Year) > 1)
            return (null, "paper.no-time");
        var moment = new DateTimeOffset(local, programme.Festival.TimeZone.GetUtcOffset(local)).ToUniversalTime();
        if (moment > now || moment < slot.DoorOpens.AddMinutes(-1) || moment >= slot.DoorCloses)
            return (null, "paper.no-time");
        var lines = codes.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > CodesMax)
            return (null, "paper.many-codes");
        if (!int.TryParse(walkIns.Length == 0 ? "0" : walkIns, NumberStyles.None, CultureInfo.InvariantCulture, out var people) || people > WalkInsMax)
            return (null, "paper.no-number");
        var form = new PaperForm(moment, [.. ticks.Select(PaperTick.Parse).OfType<PaperTick>().Distinct()], [.. lines.Select(Line)], people);
        return form is { Ticks.Count: 0, Codes.Count: 0, WalkIns: 0 } ? (null, "paper.nothing") : (form, null);
    }

    /// <summary>What the field of the time proposes: the start, or now as long as the start is ahead.</summary>
    public static string Proposed(Programme programme, Slot slot, DateTimeOffset now)
    {
        var moment = now < slot.Start ? now : slot.Start;
        return programme.Festival.LocalAt(moment).ToString(FormFormat, CultureInfo.InvariantCulture);
    }

    // "ABCD-EFGH", "abcd efgh 2", "ABCDEFGH x2": the number is what is left when a code was found in front.
    private static PaperCode Line(string line)
    {
        if (ShortCode.Parse(line) is { } whole)
            return new(line, whole, null);
        var space = line.LastIndexOfAny([' ', '\t', 'x', 'X', '×', 'х', 'Х']);
        return space > 0 && line[(space + 1)..] is [>= '1' and <= '6' and var people] && ShortCode.Parse(line[..space].TrimEnd(' ', 'x', 'X', '×', 'х', 'Х')) is { } code
            ? new(line, code, people - '0')
            : new(line, null, null);
    }
}
