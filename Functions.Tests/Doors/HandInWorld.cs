using System.Buffers.Text;
using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Doors.Tests;

/// <summary>A slot of six places, two volunteers' phones and a lead's at its doors, and what phones hand in. What is stored is audited in the end of every test.</summary>
public abstract class HandInWorld : IAsyncLifetime
{
    private int made;

    protected FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected TestSite Site { get; private set; } = null!;

    private protected TestDoor One { get; private set; } = null!;

    private protected TestDoor Two { get; private set; } = null!;

    private protected TestDoor Lead { get; private set; } = null!;

    private protected virtual Action<IServiceCollection>? Configure => null;

    public async Task InitializeAsync()
    {
        Site = await TestSite.StartAsync(new() { Clock = Clock, Settings = Limits.Raised, Configure = Configure });
        var now = Clock.GetUtcNow();
        await Site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 6), TestProgramme.Slot("yard", now) with { VenueId = TestProgramme.Yard }));
        One = await TestDoor.PairAsync(Site, "hall-door");
        Two = await TestDoor.PairAsync(Site, "hall-back");
        Lead = await TestDoor.PairAsync(Site, DoorRole.Lead, "hall-door", "hall-back");
    }

    public Task DisposeAsync() => AuditCheck.CloseAsync(Site, GoOn);

    protected async Task RevokeAsync()
    {
        foreach (var device in await Site.Get<DoorTable>().ListDevicesAsync(CancellationToken.None))
            await Site.Get<DoorDesk>().RevokeAsync(device.Id, CancellationToken.None);
    }

    protected async Task<(string Token, TicketId Ticket)> GuestAsync(string name, int party)
    {
        var guest = await new TestGuest($"{name}@example.org", party).RegisterAsync(Site, "clay");
        return (guest.Token, TicketToken.Parse(guest.Token)!.Payload.Ticket);
    }

    protected object Proof(string token, TicketId ticket, int? places, string door = "hall-door", int minutesAgo = 0, string? shown = "welcome", string? scanId = null)
    {
        var payload = TicketToken.Parse(token)?.Payload;
        return new
        {
            scanId = scanId ?? $"scan-{++made}",
            ticket = ticket.ToString(),
            issue = (int)(payload?.Issue ?? 1),
            party = (int)(payload?.Party ?? 2),
            proof = Base64Url.EncodeToString(TicketToken.Proof(token)),
            slot = "clay",
            door,
            places,
            scannedAt = Clock.GetUtcNow().AddMinutes(-minutesAgo),
            offline = shown is not null,
            shown,
        };
    }

    protected object Undo(string undoes, string door = "hall-door") =>
        new { scanId = $"undo-{++made}", kind = "undo", undoes, reason = "wrong guest", slot = "clay", door, scannedAt = Clock.GetUtcNow() };

    protected object WalkIn(int places, string? scanId = null) =>
        new { scanId = scanId ?? $"walk-{++made}", kind = "walk-in", places, slot = "clay", door = "hall-door", scannedAt = Clock.GetUtcNow() };

    protected async Task<Clash?> SettleAsync(Clash clash, ClashVerdict verdict)
    {
        var rows = await SettleChange.Rows(clash.Scan.ScanId, async key => (await Site.Get<SlotTable>().ReadAsync("clay", key, CancellationToken.None))?.Row);
        return await Site.Get<SlotWriters>().ChangeAsync("clay", new SettleChange(clash.Scan.ScanId, verdict, "seen", "desk@example.org", rows));
    }

    protected async Task<int> InsideAsync() => (await SeatCheck.LedgerAsync(Site)).Inside;

    /// <summary>Whether everything that is stored adds up.</summary>
    protected Task AuditAsync() => AuditCheck.CleanAsync(Site, GoOn);

    private void GoOn() => Clock.Advance(TimeSpan.FromSeconds(1));
}
