using Esik.Slots;
using Esik.Tickets;

namespace Esik.Registrations;

/// <summary>Where guests sign up.</summary>
public sealed class RegistrationDesk(SlotWriters writers, ISlotStore store, TicketKeys keys, GuestKey guestKey, TimeProvider clock)
{
    /// <summary>
    /// Registers a guest, or says how the registration that the same request made stands now. Null: sign-up is not open
    /// (<see cref="Slot.SignUpAt"/> says why), and this request made no registration while it was.
    /// </summary>
    /// <exception cref="BusyException">Nothing definite is known; the same request may be repeated.</exception>
    public async Task<RegistrationAnswer?> RegisterAsync(Slot slot, SignUp signUp, CancellationToken stop)
    {
        var ticket = TicketId.For(guestKey, slot.Id, signUp.Email);
        if (slot.SignUpAt(clock.GetUtcNow()) != SignUpState.Open)
            return await RepeatAsync(slot, signUp, ticket, stop);
        var change = new SignUpChange(slot, signUp, ticket, ShortCode.For(guestKey, slot.Id, ticket), keys.Signer);
        return await writers.ChangeAsync(slot.Id, change);
    }

    // An answer that got lost on its way must not become a refusal because sign-up closed in between.
    private async Task<RegistrationAnswer?> RepeatAsync(Slot slot, SignUp signUp, TicketId ticket, CancellationToken stop) =>
        (await store.ReadAsync(slot.Id, Registration.KeyOf(ticket), stop))?.Row is Registration earlier && earlier.RequestId == signUp.RequestId
            ? new(RegistrationOutcome.Registered, earlier)
            : null;
}
