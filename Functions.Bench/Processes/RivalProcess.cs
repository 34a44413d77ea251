using Esik.Bench.Festivals;
using Esik.Bench.Rivals;
using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Esik.Bench.Processes;

/// <summary>What the rival's site shall be.</summary>
/// <param name="Connection">With its pool size.</param>
public sealed record RivalTask(Dictionary<string, string?> Settings, string Connection, SeatLock Lock, int Slots, int Capacity);

/// <summary>
/// Rival (b) over HTTP: the same form on the same kind of Kestrel. It reads and checks the form with Esik's own code, stores it in
/// PostgreSQL, and leads on to the ticket page. It has no rate limits, no mails and no other pages.
/// </summary>
public static class RivalProcess
{
    public const string Verb = "rival";

    public static async Task<int> RunAsync()
    {
        var task = await ParentProcess.TaskAsync<RivalTask>();
        await using var database = NpgsqlDataSource.Create(task.Connection);
        var slots = BenchFestival.Of(task.Slots, task.Capacity, TimeProvider.System.GetUtcNow()).Slots.Select((slot, number) => slot with { Number = (ushort)(number + 1) }).ToDictionary(slot => slot.Id);
        await PostgresDesk.PrepareAsync(database, slots.Values);
        using var keys = TicketKeys.Read(task.Settings["TicketSigningKey"], "1", null).Keys!;
        var desk = new PostgresDesk(database, task.Lock, keys, GuestKey.Parse(task.Settings["GuestKey"])!);
        var proofs = new FormProofs(new FestivalSeal(new SiteSettings { FestivalSecret = task.Settings["FestivalSecret"]! }), TimeProvider.System);
        await using var site = Build(slots, desk, proofs);
        await site.StartAsync();
        await ParentProcess.SayAsync(site.Urls.Single());
        while (await ParentProcess.WordAsync() is not null)
            await ParentProcess.SayAsync(true);
        await site.StopAsync();
        return 0;
    }

    private static WebApplication Build(Dictionary<string, Slot> slots, PostgresDesk desk, FormProofs proofs)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(BenchSite.Nowhere);
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        var site = builder.Build();
        site.MapGet("/{lang}/slots/{slotId}", (string lang, string slotId) => Results.Content(
            $"<form id=\"sign-up\" method=\"post\"><input name=\"requestId\" value=\"{SignUp.NewRequestId()}\" /><input name=\"proof\" value=\"{proofs.Make(RegistrationFunctions.ProofPurpose, slotId)}\" /></form>", "text/html"));
        site.MapPost("/{lang}/slots/{slotId}", (HttpRequest request, string lang, string slotId, CancellationToken stop) => SignUpAsync(request, lang, slots[slotId], desk, proofs, stop));
        return site;
    }

    private static async Task<IResult> SignUpAsync(HttpRequest request, string lang, Slot slot, PostgresDesk desk, FormProofs proofs, CancellationToken stop)
    {
        var language = LanguageCodes.Parse(lang)!.Value;
        if ((await Bodies.FormAsync(request, stop)).Value is not { } fields)
            return Results.StatusCode(400);
        if (proofs.Check(RegistrationFunctions.ProofPurpose, slot.Id, fields.GetValueOrDefault(FormProofs.Field)) != FormProof.Valid)
            return Results.StatusCode(422);
        var reading = SignUp.Read(SignUpForms.Input(SignUpForms.Read(fields, ""), language), slot.PartyMax, language);
        if (reading.SignUp is not { } signUp)
            return Results.StatusCode(422);
        return await desk.RegisterAsync(slot, signUp, stop) is { } key ? new SeeOther($"/{language.Code()}/tickets/{key.Text}") : Results.Text("already registered");
    }
}
