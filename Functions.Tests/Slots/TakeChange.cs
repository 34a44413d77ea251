using Esik.Mails;
using Esik.Tickets;

namespace Esik.Slots.Tests;

/// <summary>What a taker leaves behind.</summary>
internal sealed record Mark(string Name, int Places) : ISlotRow
{
    public string RowKey => "m:" + Name;
}

/// <summary>Takes places for a name, once: the least that the writer can be asked for. The answer: the places held under that name, 0 when none were free.</summary>
internal sealed class TakeChange(string name, int places = 1, bool mail = false, bool reads = false) : SlotChange<int>
{
    /// <summary>Runs at each decision.</summary>
    public Action? Deciding { get; init; }

    public override IReadOnlyList<string> Needs => reads ? ["m:" + name] : [];

    protected override int Answer(SlotDraft draft)
    {
        Deciding?.Invoke();
        if (draft.Find<Mark>("m:" + name) is { } earlier)
            return earlier.Places;
        if (draft.Ledger.Take(places) is not { } ledger)
        {
            draft.SawFull = true;
            return 0;
        }
        draft.Ledger = ledger;
        draft.Put(new Mark(name, places));
        if (mail)
            draft.Mail(TicketId.Parse("00112233445566aa")!.Value, MailKind.Ticket);
        return places;
    }
}
