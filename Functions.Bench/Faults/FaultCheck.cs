using Esik.Audits;
using Esik.Registrations;

namespace Esik.Bench.Faults;

/// <summary>A slot as it stands after a run.</summary>
/// <param name="Number">Stands in its tickets.</param>
public sealed record SlotAfterwards(string Id, ushort Number, int Capacity, IReadOnlyList<Registration> Registrations);

/// <summary>Whether storage and guests were told the same story. The real runs and their negative controls pass through here alike.</summary>
public static class FaultCheck
{
    /// <summary>A sentence for each thing that is wrong; none when the run was good.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<FaultGuest> guests, IReadOnlyList<SlotAfterwards> slots, AuditReport audit)
    {
        foreach (var slot in slots)
        {
            foreach (var mistake in OfSlot(slot, [.. guests.Where(guest => guest.Slot == slot.Id)]))
                yield return $"{slot.Id}: {mistake}";
        }
        foreach (var finding in audit.Findings.Where(finding => !finding.IsNote))
            yield return $"audit: {finding.Slot} {finding.Damage}: {finding.Sentence}";
    }

    private static IEnumerable<string> OfSlot(SlotAfterwards slot, IReadOnlyList<FaultGuest> guests)
    {
        var stored = slot.Registrations.ToLookup(registration => registration.Email);
        foreach (var guest in guests)
        {
            foreach (var mistake in OfGuest(guest, slot, [.. stored[guest.Email]]))
                yield return $"{guest.Email} {mistake}";
        }
        var strangers = slot.Registrations.Count(registration => guests.All(guest => guest.Email != registration.Email));
        if (strangers > 0)
            yield return $"{strangers} are registered who never came.";
        var taken = slot.Registrations.Where(registration => registration.State is RegistrationState.Confirmed or RegistrationState.Offered).Sum(registration => registration.Party);
        if (taken > slot.Capacity)
            yield return $"{taken} of {slot.Capacity} places are given: oversold.";
        var fitting = slot.Registrations.Count(registration => registration.State == RegistrationState.Waiting && registration.Party <= slot.Capacity - taken);
        if (fitting > 0)
            yield return $"{fitting} parties wait that would fit into {slot.Capacity - taken} free places.";
    }

    private static IEnumerable<string> OfGuest(FaultGuest guest, SlotAfterwards slot, IReadOnlyList<Registration> stored)
    {
        if (guest.Answer == GuestAnswer.None)
            yield return $"was never answered in {guest.Tries} tries.";
        else if (guest.Answer.Answer == "already-registered")
            yield return "was told \"already registered\" about the seat that the same request had taken.";
        else if (guest.Answer.Answer is not ("confirmed" or "waiting" or "offered"))
            yield return $"was told {guest.Answer.Status} {guest.Answer.Answer}.";
        if (guest.Withdrawal is { Answer: not "withdrawn" } told)
            yield return told == GuestAnswer.None ? "was never answered when it gave its places back." : $"was told {told.Status} {told.Answer} when it gave its places back.";
        if (stored.Count(registration => registration.State == RegistrationState.Confirmed) > 1)
            yield return "is confirmed twice.";
        if (stored is not [var registration])
        {
            yield return $"is stored {stored.Count} times.";
            yield break;
        }
        if (registration.Party != guest.Party)
            yield return $"asked for {guest.Party} places, and {registration.Party} are stored.";
        // Somebody who was told to wait may have been called since; nobody who was confirmed may be anything else now.
        if (guest.Withdrawal is not null && registration.WithdrawnFor() != WithdrawalReason.GivenBack)
            yield return $"gave its places back, and is stored as {registration.State}.";
        if (guest.Withdrawal is null && guest.Answer.Answer == "confirmed" && registration.Token(slot.Number) != guest.Answer.Token)
            yield return $"was confirmed, and is stored as {registration.State} with another ticket or none.";
        if (guest.Answer.Answer == "waiting" && registration.State == RegistrationState.Confirmed && registration.WaitingSince is null)
            yield return "was told to wait, and is stored as confirmed at once.";
        if (guest.Again == GuestAnswer.None)
            yield return "was never answered when the same request came again.";
        else if ((guest.Again.Answer, guest.Again.Token) != (AnswerOf(registration.State), registration.Token(slot.Number)))
            yield return $"is told {guest.Again.Answer} by the same request again, and is stored as {registration.State}.";
    }

    private static string AnswerOf(RegistrationState state) => state switch
    {
        RegistrationState.Confirmed => "confirmed",
        RegistrationState.Waiting => "waiting",
        RegistrationState.Offered => "offered",
        RegistrationState.Withdrawn => "withdrawn",
    };
}
