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
