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

/// <summary>What a lead's phone posts to look for a guest. In the body, so that no name stands in an address that something on the way may log.</summary>
public sealed record GuestSearchJson(string? Slot, string? Name);

/// <summary>Looks guests up by name for leads: of the slots that their phones scan, and only so often.</summary>
public sealed class DoorGuestFunctions(DoorGate gate, GuestLists lists, DoorLimits limits, IProgrammes programmes)
{
    private const int SearchBytesMax = 4 * 1024;

    [Function("DoorGuests")]
    public Task<IResult> Find([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/door/guests")] HttpRequest request, CancellationToken stop) =>
        gate.Lead(request, async device =>
        {
            if (limits.GuestSearches(device) is { } seconds)
                return Edge.Refuse(request, Problem.TooMany(seconds));
            var body = await Bodies.JsonAsync<GuestSearchJson>(request, SearchBytesMax, stop);
            if (body.Value is not { } search)
                return Edge.Refuse(request, body.Problem!);
            if (DoorScope.SlotsOf(device, await programmes.CurrentAsync(stop)).FirstOrDefault(slot => slot.Id == search.Slot) is not { } slot)
                return Edge.Refuse(request, Problem.SlotNotFound with { Field = "slot" });
            if (search.Name is not { } typed || !GuestList.CanFind(typed))
                return Edge.Refuse(request, new Problem(422, "guest-search-unusable", "name"));
            var found = (await lists.ReadAsync(slot.Id, stop)).Find(typed, Readers.LanguageOf(request));
            return Results.Json(found.Select(FoundGuestJson.Of), EsikJson.Options);
        }, stop);
}
