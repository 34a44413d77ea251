using Azure.Data.Tables;
using Esik.Doors;
using Esik.Doors.Tests;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Mails;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Audits.Tests;

/// <summary>
/// A small festival with somebody confirmed, somebody inside and somebody waiting, whose mails have gone: five places in "clay", four
/// of them taken, and two parties in line that do not fit. What a test breaks in its storage is put right again afterwards.
/// </summary>
public sealed class AuditWorld : IAsyncLifetime
{
    public const string Inside = "inside@example.org";
    public const string Confirmed = "confirmed@example.org";
    public const string Waiting = "waiting@example.org";
    public const string WaitingLast = "waiting-last@example.org";

    private List<TableEntity> kept = [];

    internal TestSite Site { get; private set; } = null!;

    private TableClient Table => Site.Storage.Slots;

    public async Task InitializeAsync()
    {
        Site = await TestSite.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        // Late enough that places which come free would still be given to the line.
        await Site.ImportAsync(TestProgramme.Of(now, SlotOf("clay", now), SlotOf("puppets", now)));
        foreach (var (email, party) in new[] { (Inside, 2), (Confirmed, 2), (Waiting, 3), (WaitingLast, 4) })
            await new TestGuest(email, party).RegisterAsync(Site, "clay");
        var question = TestQuestion.Of(SlotOf("clay", now) with { Number = SlotNumber }, now, places: 1);
        var inside = await ReadAsync<Registration>(Key(Inside));
        await Site.Get<SlotWriters>().ChangeAsync("clay", new ScanChange(TestQuestion.Facts("scan-1", now), question.With(inside.Issue, inside.Party), inside.Id()));
        await SeatCheck.UntilAsync(async () => (await SeatCheck.RowsAsync<Outbox>(Site, "clay", Outbox.Prefix)).All(outbox => !outbox.Pending.Any()), "all mails");
        await SeatCheck.UntilAsync(async () => (await SeatCheck.TallyAsync(Site)).Inside == 1, "the tally");
        kept = await Table.QueryAsync<TableEntity>().ToListAsync();
    }

    public async Task DisposeAsync() => await Site.DisposeAsync();

    /// <summary>The audit a minute later, when nothing can still be on its way. Its pauses are short.</summary>
    /// <param name="later">How much later, when not a minute.</param>
    /// <param name="progress">Told after each slot, before the next is judged.</param>
    internal async Task<AuditReport> AuditAsync(TimeSpan? later = null, IProgress<AuditReport>? progress = null) =>
        await new Audit(Site.Get<AuditTable>(), Site.Get<ProgrammeTable>(), Site.Get<TicketKeys>(), Site.Get<GuestKey>(), new LateClock(later ?? TimeSpan.FromMinutes(1)))
            .RunAsync(progress ?? new Progress<AuditReport>(), CancellationToken.None);

    /// <summary>Makes the storage what it was before a test broke it.</summary>
    internal async Task RestoreAsync()
    {
        var found = await Table.QueryAsync<TableEntity>(select: ["PartitionKey", "RowKey"]).ToListAsync();
        await Task.WhenAll(found.Select(row => Table.DeleteEntityAsync(row.PartitionKey, row.RowKey)));
        await Task.WhenAll(kept.Select(row => Table.UpsertEntityAsync(row, TableUpdateMode.Replace)));
    }

    internal ushort SlotNumber { get; } = 1;

    internal TicketId TicketOf(string email, string slot = "clay") => TicketId.For(Site.Get<GuestKey>(), slot, EmailAddress.Parse(email)!);

    internal string Key(string email) => Registration.KeyOf(TicketOf(email));

    internal async Task<T> ReadAsync<T>(string key)
        where T : class, ISlotRow => (await Site.Get<SlotTable>().ReadAsync<T>("clay", key, CancellationToken.None))!;

    internal Task PutAsync(ISlotRow row, string slot = "clay") =>
        Table.UpsertEntityAsync(SlotRowsTable.ToEntity(Site.Get<SlotTable>().Partition(slot), row, "planted"), TableUpdateMode.Replace);

    internal async Task ChangeAsync<T>(string key, Func<T, T> change)
        where T : class, ISlotRow => await PutAsync(change(await ReadAsync<T>(key)));

    internal Task RemoveAsync(string key, string slot = "clay") => Table.DeleteEntityAsync(Site.Get<SlotTable>().Partition(slot), key);

    internal Task PutRawAsync(string key, string column, string text) =>
        Table.UpsertEntityAsync(new TableEntity(Site.Get<SlotTable>().Partition("clay"), key) { [column] = text });

    /// <summary>The first counter for which something holds.</summary>
    internal async Task<Counter> CounterAsync(Func<Counter, bool> isWanted) =>
        (await Site.Get<SlotTable>().ReadLedgerAsync("clay", CancellationToken.None))!.Ledger.Counters.First(isWanted);

    /// <summary>Has these things happen to the confirmed guest, who then carries another issue, truly signed. Promises no mail.</summary>
    internal Task ReissueAsync(params IReadOnlyList<string> happened) => ChangeAsync<Registration>(Key(Confirmed), guest => happened
        .Aggregate(guest, (now, what) => now.With(new(TimeProvider.System.GetUtcNow(), what, "guest")))
        .Confirmed(TestProgramme.Slot("clay", TimeProvider.System.GetUtcNow(), capacity: 5) with { Number = SlotNumber }, Site.Get<TicketKeys>().Signer));

    internal async Task ChangeMailsAsync(string email, Func<OutboxMail, OutboxMail?> change)
    {
        var ticket = TicketOf(email).ToString();
        foreach (var outbox in await SeatCheck.RowsAsync<Outbox>(Site, "clay", Outbox.Prefix))
            await PutAsync(outbox with { Mails = [.. outbox.Mails.Select(mail => mail.Ticket == ticket ? change(mail) : mail).OfType<OutboxMail>()] });
    }

    /// <summary>Somebody of whom the counters know nothing; with the ticket and the mail that belong to the state.</summary>
    internal async Task PlantAsync(RegistrationState state, int party, string slot = "clay")
    {
        var ticket = TicketOf("planted@example.org", slot);
        var now = TimeProvider.System.GetUtcNow();
        var signer = Site.Get<TicketKeys>().Signer;
        var registration = new Registration(
            ticket.ToString(), state, party, "Planted", "planted@example.org", Language.English, "request-of-planted", $"{now.UtcTicks:D19}-planted-000000",
            0, 1, state == RegistrationState.Confirmed ? signer.Sign(new TicketPayload(signer.KeyId, SlotNumber, ticket, 1, party)) : null, signer.KeyId, PageSecret.Create().Text,
            ShortCode.For(Site.Get<GuestKey>(), slot, ticket).Text, now, now, null, null, []);
        await PutAsync(registration, slot);
        await PutAsync(new Outbox("planted", [OutboxMail.New(registration.Ticket, state == RegistrationState.Confirmed ? MailKind.Ticket : MailKind.Waiting)], null, null), slot);
    }

    private static Slot SlotOf(string id, DateTimeOffset now) =>
        TestProgramme.Slot(id, now, capacity: 5) with { Start = now.AddHours(3), End = now.AddHours(5), DoorCloses = now.AddHours(5) };

    private sealed class LateClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + later;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime / 20, period);
    }
}
