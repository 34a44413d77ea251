using Azure.Data.Tables;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Registrations.Tests;

/// <summary>Negative control: a desk as every tutorial writes it. It reads, checks and writes, each by itself and without looking at versions.</summary>
internal sealed class NaiveDesk(TestSite site)
{
    private readonly SlotTable slots = site.Get<SlotTable>();

    public async Task<Registration> RegisterAsync(SignUp signUp)
    {
        var ticket = TicketId.For(site.Get<GuestKey>(), "clay", signUp.Email);
        if (await slots.ReadAsync<Registration>("clay", Registration.KeyOf(ticket), CancellationToken.None) is { } earlier)
            return earlier;
        var ledger = (await slots.ReadLedgerAsync("clay", CancellationToken.None))!.Ledger;
        var taken = ledger.Take(signUp.Party);
        var after = taken ?? ledger.Join(signUp.Party);
        var now = TimeProvider.System.GetUtcNow();
        var registration = new Registration(
            ticket.ToString(), taken is null ? RegistrationState.Waiting : RegistrationState.Confirmed, signUp.Party, signUp.Name, signUp.Email.Text, signUp.Language, signUp.RequestId,
            $"{now.UtcTicks:D19}", taken is null ? after.WaitingParties : 0, taken is null ? 0 : 1, null, 0, "0123456789abcdef", "ABCDEFGH", now, null, null, null, []);
        var batch = SignUp.NewRequestId();
        await WriteAsync([registration, .. after.Counters, new Outbox(batch, [OutboxMail.New(registration.Ticket, taken is null ? MailKind.Waiting : MailKind.Ticket)], null, null)], batch);
        return registration;
    }

    private async Task WriteAsync(IEnumerable<ISlotRow> rows, string batch)
    {
        foreach (var row in rows)
            await site.Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(slots.Partition("clay"), row, batch), TableUpdateMode.Replace);
    }
}
