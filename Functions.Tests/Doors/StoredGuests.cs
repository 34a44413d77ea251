using System.Globalization;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>Guests put into storage as they are, past the ledger: for pages that only show them.</summary>
internal static class StoredGuests
{
    public static async Task<Registration> AddAsync(TestSite site, string slot, string name, int party = 1, RegistrationState state = RegistrationState.Confirmed)
    {
        var ticket = TicketId.For(site.Get<GuestKey>(), slot, EmailAddress.Parse($"{SignUp.NewRequestId()}@example.org")!);
        var registration = new Registration(
            ticket.ToString(), state, party, name, "guest@example.org", Language.Kazakh, SignUp.NewRequestId(), ticket.Value.ToString("D20", CultureInfo.InvariantCulture),
            0, 1, new byte[64], 1, "0011223344556677", ShortCode.For(site.Get<GuestKey>(), slot, ticket).Text, TimeProvider.System.GetUtcNow(), null, null, null, []);
        await site.Storage.Slots.AddEntityAsync(SlotRowsTable.ToEntity(site.Get<SlotTable>().Partition(slot), registration, "test"));
        return registration;
    }
}
