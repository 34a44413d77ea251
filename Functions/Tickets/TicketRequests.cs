using Esik.Hosting;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Tickets;

/// <summary>What was asked of a ticket, decided.</summary>
/// <param name="Found">The registration as it stands now; after a change of address the one under the new address. Null: the key opens nothing, or nobody looked.</param>
/// <param name="Refusal">Null when it was done.</param>
public sealed record TicketRuling(FoundTicket? Found, Problem? Refusal);

/// <summary>Everything that a ticket's page and its JSON address can ask for. What is cheap to refuse comes first and costs no storage.</summary>
public sealed class TicketRequests(TicketDesk tickets, GuestDesk guests, SignUpLimits limits, TimeProvider clock)
{
    public Task<TicketRuling> WithdrawAsync(TicketCaller caller, CancellationToken stop) =>
        RuleAsync(caller, found => guests.WithdrawAsync(found.Slot, found.Registration), stop);

    public Task<TicketRuling> SendAgainAsync(TicketCaller caller, CancellationToken stop) =>
        RuleAsync(caller, found => guests.SendAgainAsync(found.Slot, found.Registration), stop);

    /// <param name="mailCode">From the link in the mail, as it came.</param>
    public Task<TicketRuling> AcceptAsync(TicketCaller caller, string? mailCode, CancellationToken stop) =>
        RuleAsync(caller, found => guests.AcceptAsync(found.Slot, found.Registration, mailCode), stop);

    public Task<TicketRuling> DeclineAsync(TicketCaller caller, CancellationToken stop) =>
        RuleAsync(caller, found => guests.DeclineAsync(found.Slot, found.Registration), stop);

    /// <param name="typed">The name, as it came.</param>
    public Task<TicketRuling> RenameAsync(TicketCaller caller, string? typed, CancellationToken stop)
    {
        var mistakes = new List<SignUpMistake>();
        var name = SignUp.ReadName(typed, mistakes);
        return RuleAsync(caller, mistakes, found => guests.RenameAsync(found.Slot, found.Registration, name), stop);
    }

    /// <param name="typed">How many places to keep, as it came.</param>
    public Task<TicketRuling> KeepAsync(TicketCaller caller, string? typed, CancellationToken stop)
    {
        var mistakes = new List<SignUpMistake>();
        var party = SignUp.ReadParty(typed, int.MaxValue, mistakes);
        return RuleAsync(caller, mistakes, found => guests.KeepAsync(found.Slot, found.Registration, party), stop);
    }

    /// <param name="typed">The new address, as it came.</param>
    public Task<TicketRuling> MoveAsync(TicketCaller caller, string? typed, string? requestId, CancellationToken stop)
    {
        var mistakes = new List<SignUpMistake>();
        var email = SignUp.ReadEmail(typed, mistakes);
        SignUp.CheckRequestId(requestId, mistakes);
        return RuleAsync(caller, mistakes, found => guests.MoveAsync(found.Slot, found.Registration, email!, requestId!), stop);
    }

    private Task<TicketRuling> RuleAsync(TicketCaller caller, Func<FoundTicket, Task<GuestReply>> ask, CancellationToken stop) => RuleAsync(caller, [], ask, stop);

    private async Task<TicketRuling> RuleAsync(TicketCaller caller, List<SignUpMistake> mistakes, Func<FoundTicket, Task<GuestReply>> ask, CancellationToken stop)
    {
        if (limits.Address(caller.Address) is { } wait)
            return new(null, Problem.TooMany(wait));
        FoundTicket? found;
        try
        {
            found = await StorageOutage.AsBusyAsync(() => tickets.FindAsync(caller.Key, stop), stop);
        }
        catch (BusyException)
        {
            return new(null, Problem.Busy());
        }
        return found is null ? new(null, new Problem(404, "ticket-not-found")) : await RuleAsync(found, mistakes, ask);
    }

    private async Task<TicketRuling> RuleAsync(FoundTicket found, List<SignUpMistake> mistakes, Func<FoundTicket, Task<GuestReply>> ask)
    {
        if (limits.Ticket(found.Registration) is { } ticketWait)
            return new(found, Problem.TooMany(ticketWait));
        if (mistakes.Count > 0)
            return new(found, SignUpProblems.Of(mistakes));
        try
        {
            var reply = await ask(found);
            var refusal = GuestProblems.Of(reply, found.Programme.Festival, clock.GetUtcNow());
            return new(reply.Outcome == GuestOutcome.NotFound ? null : found with { Registration = reply.Registration }, refusal);
        }
        catch (BusyException)
        {
            // The page is still there to be shown again, with everything that was typed.
            return new(found, Problem.Busy());
        }
    }
}

/// <param name="Key">Of the ticket's page, as it came.</param>
/// <param name="Address">The caller's network address.</param>
public sealed record TicketCaller(string Key, string Address);
