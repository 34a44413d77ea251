using Esik.Doors;
using Esik.Slots;

namespace Esik.Programmes;

/// <summary>How many hold on to a slot, by its ledger.</summary>
/// <param name="Taken">Places taken or offered.</param>
/// <param name="Registrations">Registrations that are not withdrawn: confirmed, offered and waiting.</param>
public readonly record struct SlotHold(int Taken, int Registrations);

/// <summary>Why an import would break what guests were promised.</summary>
public enum RefusalReason
{
    CapacityBelowTaken,
    DroppedWithRegistrations,
    OpenedWithRegistrations,

    /// <summary>The file is another festival's than the one that this deployment serves.</summary>
    OtherFestival,

    /// <summary>The file's hours are those of another time zone than the deployment's.</summary>
    OtherTimeZone,
}

/// <summary>What forbids an import as a whole, in an English sentence for the command line.</summary>
/// <param name="SlotId">The slot at fault; null when it is the festival.</param>
public sealed record ProgrammeRefusal(string? SlotId, RefusalReason Reason, string Sentence);

/// <summary>
/// What an import changes. Whoever applies it stores the festival first, with <see cref="Programme.NumberLast"/>, then slot by slot:
/// after a crash the difference to what is stored is what is left to do, and no number is ever given twice.
/// </summary>
/// <param name="Wanted">The file's programme, its slots numbered: as they are stored, or from the first number never given.</param>
/// <param name="FestivalChanged">Whether anything but slots differs: the festival itself, venues, kinds or doors.</param>
/// <param name="Edits">The slots that differ, in the order of the wanted programme; removed ones last.</param>
public sealed record ProgrammeChange(Programme Wanted, bool FestivalChanged, IReadOnlyList<SlotEdit> Edits)
{
    /// <summary>Both must be the same festival. Throws when the numbers are used up (after 65,535 slots).</summary>
    public static ProgrammeChange Between(Programme? stored, Programme wanted)
    {
        if (stored is not null && stored.Festival.Id != wanted.Festival.Id)
            throw new ArgumentException($"The programme of {stored.Festival.Id} does not become that of {wanted.Festival.Id}.");
        var numbered = Numbered(stored, wanted);
        var removed = stored?.Slots.Where(slot => wanted.SlotById(slot.Id) is null) ?? [];
        var edits = numbered.Slots.Select(slot => SlotEdit.Between(stored?.SlotById(slot.Id), slot)).Concat(removed.Select(slot => SlotEdit.Between(slot, null)));
        return new ProgrammeChange(numbered, stored is null || !SameBesidesSlots(stored, numbered), [.. edits.OfType<SlotEdit>()]);
    }

    /// <summary>
    /// What forbids the import, given what holds on to each slot at this moment; none when it may begin. A slot's own capacity is checked
    /// once more in its transaction, because guests sign up meanwhile.
    /// </summary>
    public IReadOnlyList<ProgrammeRefusal> Refusals(Func<Slot, SlotHold> holdOf) =>
        [.. Edits.Where(edit => edit.Stored is not null).Select(edit => Refusal(edit, holdOf(edit.Stored!))).OfType<ProgrammeRefusal>()];

    private static ProgrammeRefusal? Refusal(SlotEdit edit, SlotHold hold)
    {
        if (edit.Wanted is null && hold.Registrations > 0)
            return new(edit.SlotId, RefusalReason.DroppedWithRegistrations, $"'{edit.SlotId}' is not in the file and has {hold.Registrations} registrations: put it back with \"cancelled\": true, and its guests are told.");
        if (edit.News.Contains(SlotNews.EntranceOpened) && hold.Registrations > 0)
            return new(edit.SlotId, RefusalReason.OpenedWithRegistrations, $"'{edit.SlotId}' cannot become open entrance: it has {hold.Registrations} registrations.");
        if (edit.News.Contains(SlotNews.CapacityLowered) && edit.Wanted!.Capacity < hold.Taken)
            return new(edit.SlotId, RefusalReason.CapacityBelowTaken, $"'{edit.SlotId}' cannot have {edit.Wanted.Capacity} places: {hold.Taken} are taken.");
        return null;
    }

    private static Programme Numbered(Programme? stored, Programme wanted)
    {
        var last = stored?.NumberLast ?? 0;
        var slots = wanted.Slots.Select(slot => slot with { Number = stored?.SlotById(slot.Id)?.Number ?? checked(++last) }).ToList();
        return new Programme(wanted.Festival, wanted.Venues, wanted.Kinds, wanted.Doors, slots, last);
    }

    private static bool SameBesidesSlots(Programme stored, Programme wanted) =>
        Flat(stored.Festival) == Flat(wanted.Festival)
        && stored.NumberLast == wanted.NumberLast
        && stored.Festival.TimeZone.Id == wanted.Festival.TimeZone.Id
        && stored.Festival.Days.SequenceEqual(wanted.Festival.Days)
        && stored.Festival.Languages.SequenceEqual(wanted.Festival.Languages)
        && stored.Venues.SequenceEqual(wanted.Venues)
        && stored.Kinds.SequenceEqual(wanted.Kinds)
        && stored.Doors.Select(Flat).SequenceEqual(wanted.Doors.Select(Flat));

    /// <summary>Without what records compare by identity: that is compared item by item.</summary>
    private static Festival Flat(Festival festival) => festival with { TimeZone = TimeZoneInfo.Utc, Days = [], Languages = [] };

    private static (string, Languages.LocalText, string) Flat(Door door) => (door.Id, door.Name, string.Join(' ', door.VenueIds));
}
