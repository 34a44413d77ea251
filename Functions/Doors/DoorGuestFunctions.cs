using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Doors;

/// <summary>A guest as a lead's phone gets it. The short code is what the phone hands in as a scan.</summary>
public sealed record FoundGuestJson(string Ticket, int Issue, int Party, int Left, string Name, string ShortCode, string State)
{
    public static FoundGuestJson Of(DoorGuest guest) =>
        new(guest.Ticket, guest.Issue, guest.Party, guest.Left, guest.Name, DoorListWords.Code(guest), Code(guest.State));

    private static string Code(RegistrationState state) => state switch
    {
        RegistrationState.Confirmed => "confirmed",
        RegistrationState.Waiting => "waiting",
        RegistrationState.Offered => "offered",
        RegistrationState.Withdrawn => "withdrawn",
    };
}

/// <summary>Looks guests up by name for leads: of the slots that their phones scan, and only so often.</summary>
public sealed class DoorGuestFunctions(DoorGate gate, GuestLists lists, DoorLimits limits, IProgrammes programmes)
{
    [Function("DoorGuests")]
    public Task<IResult> Find([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/door/guests")] HttpRequest request, CancellationToken stop) =>
        gate.Lead(request, async device =>
        {
            if (limits.GuestSearches(device) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            var (slotId, typed) = (request.Query["slot"].ToString(), request.Query["name"].ToString());
            if (DoorScope.SlotsOf(device, await programmes.CurrentAsync(stop)).FirstOrDefault(slot => slot.Id == slotId) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound with { Field = "slot" });
            if (!GuestList.CanFind(typed))
                return Edge.Refuse(request, new Problem(422, "guest-search-unusable", "name"));
            var found = (await lists.ReadAsync(slot.Id, stop)).Find(typed, Readers.LanguageOf(request));
            return Results.Json(found.Select(FoundGuestJson.Of), EsikJson.Options);
        }, stop);
}
