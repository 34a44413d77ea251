using Esik.Slots;

namespace Esik.Registrations;

/// <summary>Corrects the name that a door shows. Issue and QR code stay good, and no mail goes out.</summary>
/// <param name="name">As <see cref="SignUp.ReadName"/> gives it.</param>
public sealed class NameChange(Slot slot, Registration seen, string name) : GuestChange(slot, seen)
{
    public const string Event = "name-changed";

    protected override bool IsSo(Registration now) => now.Name == name;

    protected override GuestReply Change(SlotDraft draft, Registration now)
    {
        var corrected = (now with { Name = name, NameVersion = now.NameVersion + 1 }).With(new(draft.Now, Event, Guest));
        draft.Put(corrected);
        return new(GuestOutcome.Done, corrected);
    }
}
