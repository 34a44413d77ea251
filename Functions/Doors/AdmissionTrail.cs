using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>The admissions of one ticket from an issue on: who came in by an issue that was replaced since is counted on the one after it.</summary>
internal static class AdmissionTrail
{
    /// <summary>Keys of these admissions, and of the clashes that they know of.</summary>
    /// <param name="find">Reads a row of the slot.</param>
    public static async Task<IReadOnlyList<string>> Keys(TicketId ticket, int issue, Func<string, Task<ISlotRow?>> find)
    {
        var keys = new List<string>();
        for (; issue <= TicketPayload.IssueMax; issue++)
        {
            keys.Add(Admission.KeyOf(ticket, issue));
            if (await find(keys[^1]) is not Admission admission)
                break;
            keys.AddRange((admission.Clashes ?? []).Select(Clash.KeyOf));
            if (admission.Void != TicketVoid.Replaced)
                break;
        }
        return keys;
    }

    /// <summary>The admission that counts whom a scan let in; null when they were let in beyond what there was.</summary>
    public static Admission? Holding(this SlotDraft draft, string? ticket, int issue, string scanId)
    {
        var id = TicketId.Parse(ticket) ?? throw new InvalidOperationException("A scan whose ticket id is none.");
        Admission? holding = null;
        for (var admission = draft.Find<Admission>(Admission.KeyOf(id, issue)); admission is not null; admission = draft.Next(admission, id))
        {
            if (admission.CheckIns?.Any(checkIn => checkIn.ScanId == scanId) == true)
                holding = admission;
        }
        return holding;
    }

    /// <summary>
    /// A replaced issue and those with which its party went on, the last one in force and knowing its party. Null when there is none: the places
    /// were given back or moved since, or an earlier version replaced the issue.
    /// </summary>
    public static IReadOnlyList<Admission>? Onward(this SlotDraft draft, Admission replaced, TicketId id)
    {
        var trail = new List<Admission> { replaced };
        while (trail[^1] is { Void: TicketVoid.Replaced, Proofs: not null } earlier)
            trail.Add(draft.Find<Admission>(Admission.KeyOf(id, earlier.Issue + 1)) ?? Admission.None(id, earlier.Issue + 1));
        var last = trail[^1];
        if (last.Void is not null || draft.Get<Registration>(Registration.KeyOf(id)) is not { State: RegistrationState.Confirmed } registration)
            return null;
        // Every issue before that of the registration has a row: one was not read, or the registration was before it.
        if (registration.Issue != last.Issue)
            throw new LookAgainException("A registration and its issues were read at different moments.", last.RowKey);
        trail[^1] = last with { Party = registration.Party };
        return trail;
    }

    /// <summary>Counts people whom a scan let in by an issue before it was replaced on all that came after it, and gives that issue.</summary>
    /// <param name="draft"></param>
    /// <param name="trail">As <see cref="Onward"/> finds it.</param>
    /// <param name="checkIn"></param>
    /// <param name="party">Of the issue.</param>
    public static Admission CountOnward(this SlotDraft draft, IReadOnlyList<Admission> trail, CheckIn checkIn, int party)
    {
        foreach (var between in trail.Skip(1).SkipLast(1))
            draft.Put(Past(between));
        draft.Count(trail[^1], trail[^1].With(checkIn, trail[^1].Party));
        return Past(trail[0]);

        Admission Past(Admission issue) => issue.With(checkIn, issue.Party > 0 ? issue.Party : party);
    }

    // Whoever was inside goes on with the issue after a replaced one; without anybody that one may have no row yet.
    private static Admission? Next(this SlotDraft draft, Admission admission, TicketId id)
    {
        var key = Admission.KeyOf(id, admission.Issue + 1);
        return admission.Void != TicketVoid.Replaced ? null : admission.Admitted > 0 ? draft.Get<Admission>(key) : draft.Find<Admission>(key);
    }

    /// <summary>Goes on with an admission, and with whom it counts inside.</summary>
    public static void Count(this SlotDraft draft, Admission before, Admission after)
    {
        draft.Ledger = draft.Ledger.AddInside(after.Admitted - before.Admitted);
        draft.Put(after);
    }
}
