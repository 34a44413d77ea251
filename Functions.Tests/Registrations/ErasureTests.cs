using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Mails;
using Esik.Organizers;
using Esik.Programmes.Tests;
using Esik.Slots;

namespace Esik.Registrations.Tests;

/// <summary>After an erasure nobody can be found any more, and the counts are what they were.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Name = "Айгүл Ерекшеова";
    private const string Email = "erase.me@example.org";
    private const string Organizer = "chief@example.org";
    private const string Phone = "Phone of Dana";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now), TestProgramme.Slot("full", Now, capacity: 1), TestProgramme.Slot("dropped", Now)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Nothing_personal_is_left_in_any_row_or_message()
    {
        var key = await SignUpEverywhereAsync();
        await LeaveTracesOfTheTeamAsync();
        var codes = (await RegistrationsAsync()).Select(registration => registration.ShortCode).ToList();
        string[] personal = [Name, Email, Organizer, Phone, .. codes];
        var before = await EverythingAsync();
        Assert.All(personal, trace => Assert.Contains(before, row => row.Contains(trace, StringComparison.OrdinalIgnoreCase)));

        Assert.Equal(4, await EraseAsync());

        var after = await EverythingAsync();
        Assert.All(personal, trace => Assert.DoesNotContain(after, row => row.Contains(trace, StringComparison.OrdinalIgnoreCase)));
        Assert.Equal(0, await EraseAsync());
        using var page = await site.Client.GetAsync($"en/tickets/{key}");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("ticket-not-found", await PictureProblemAsync(key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_states_and_withdrawn_ids_stay()
    {
        await SignUpEverywhereAsync();
        var before = await RegistrationsAsync();
        var ledgers = await LedgersAsync();
        await EraseAsync();
        Assert.Equal(ledgers, await LedgersAsync());
        var after = await RegistrationsAsync();
        Assert.Equal(before.Select(Kept), after.Select(Kept));
        Assert.Contains(after, registration => registration.State == RegistrationState.Withdrawn);
        Assert.All(after, registration => Assert.True(registration is { IsErased: true, Signature: null, PageSecret: "", RequestId: "" }));
    }

    [Fact]
    public async Task Mails_that_were_still_to_go_are_dropped()
    {
        await RegisterAsync("clay");
        await EraseAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.DoesNotContain(Mails(), mail => File.GetLastWriteTimeUtc(mail) > TimeProvider.System.GetUtcNow().AddSeconds(-1));
    }

    private static (string, RegistrationState, int, int, int) Kept(Registration registration) =>
        (registration.Ticket, registration.State, registration.Party, registration.Issue, registration.Place);

    // Confirmed, waiting, and withdrawn in a slot that was dropped since.
    private async Task<string> SignUpEverywhereAsync()
    {
        var key = await RegisterAsync("clay", party: 2);
        await RegisterAsync("full", email: "other.person@example.org");
        await RegisterAsync("full");
        await RegisterAsync("dropped");
        var dropped = Assert.Single(await site.Get<SlotTable>().ListAsync("dropped", Registration.Prefix, CancellationToken.None).ToListAsync());
        await site.Get<SlotWriters>().ChangeAsync("dropped", new Withdrawal(dropped.Row.RowKey));
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now), TestProgramme.Slot("full", Now, capacity: 1)));
        return key!;
    }

    private async Task LeaveTracesOfTheTeamAsync()
    {
        await site.Get<OrganizerTable>().AddAsync(new OrganizerLink("l1", Organizer, Now.AddHours(1), false, Language.Kazakh, "/organizer"), CancellationToken.None);
        await site.Get<OrganizerTable>().SaveAsync(new OrganizerSession("s1", Organizer, Now.AddHours(1), false), CancellationToken.None);
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: false, CancellationToken.None);
        await site.Get<DoorDesk>().PairAsync(code, Phone, null, CancellationToken.None);
        await site.Get<MailTroubleTable>().NoteAsync(new MailTrouble("clay", "b1", Now, 0, 1, $"550 {Email}: no such user"), CancellationToken.None);
        var refused = new Outbox("b1", [OutboxMail.New("0011223344556677", MailKind.Ticket) with { State = OutboxState.Refused, Reason = $"550 {Email}" }], null, null);
        await site.Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(site.Get<SlotTable>().Partition("clay"), refused, "b1"));
    }

    private Task<int> EraseAsync() => site.Get<Erasure>().RunAsync(new Progress<string>(), CancellationToken.None);

    private string[] Mails() => Directory.Exists(site.MailFolder) ? Directory.GetFiles(site.MailFolder, "*.eml") : [];

    private async Task<string?> RegisterAsync(string slot, string email = Email, int party = 1)
    {
        using var answer = await site.Client.PostAsJsonAsync(
            $"api/slots/{slot}/registrations", new { name = Name, email, party, language = "kk", consent = true, requestId = SignUp.NewRequestId() });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return json.TryGetProperty("ticket", out var ticket) ? ticket.GetProperty("key").GetString() : null;
    }

    private async Task<string> PictureProblemAsync(string key)
    {
        using var picture = await site.Client.GetAsync($"tickets/{key}.png");
        return await picture.Content.ReadAsStringAsync();
    }

    private async Task<List<Registration>> RegistrationsAsync()
    {
        var registrations = new List<Registration>();
        foreach (var slot in await site.Get<SlotTable>().IdsAsync(CancellationToken.None))
            registrations.AddRange((await site.Get<SlotTable>().ListAsync(slot, Registration.Prefix, CancellationToken.None).ToListAsync()).Select(row => (Registration)row.Row));
        return registrations;
    }

    private async Task<List<(int, int, int)>> LedgersAsync()
    {
        var counts = new List<(int, int, int)>();
        foreach (var slot in await site.Get<SlotTable>().IdsAsync(CancellationToken.None))
        {
            var ledger = (await site.Get<SlotTable>().ReadLedgerAsync(slot, CancellationToken.None))!.Ledger;
            counts.Add((ledger.Capacity, ledger.Taken, ledger.Waiting));
        }
        return counts;
    }

    /// <summary>All rows of all tables and all messages of all queues, as text.</summary>
    private async Task<List<string>> EverythingAsync()
    {
        var everything = new List<string>();
        foreach (var table in new[] { site.Storage.Festivals, site.Storage.Slots })
        {
            await foreach (var row in table.QueryAsync<TableEntity>())
                everything.Add(string.Join(" | ", row.Select(column => $"{column.Key}={(column.Value is byte[] bytes ? Convert.ToHexString(bytes) : column.Value)}")));
        }
        foreach (var queue in Hosting.Queues.All.SelectMany(name => new[] { name, Hosting.Queues.Poison(name) }))
            everything.AddRange((await site.Storage.Queue(queue).PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString()));
        return everything;
    }

    /// <summary>Gives a party's places back, as a guest's withdrawal will.</summary>
    private sealed class Withdrawal(string rowKey) : SlotChange<bool>
    {
        public override IReadOnlyList<string> Needs => [rowKey];

        protected override bool Answer(SlotDraft draft)
        {
            var registration = draft.Find<Registration>(rowKey)!;
            draft.Ledger = draft.Ledger.GiveBack(registration.Party)!;
            draft.Put(registration with { State = RegistrationState.Withdrawn });
            return true;
        }
    }
}
