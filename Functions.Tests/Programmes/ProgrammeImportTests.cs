using System.Text.Json;
using Esik.Languages;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Programmes.Tests;

/// <summary>Importing over real storage: what is refused, what is changed, and what guests get in between.</summary>
public sealed class ProgrammeImportTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly Slot Clay = TestProgramme.Slot("clay", Now);
    private static readonly Slot Small = TestProgramme.Slot("small", Now, capacity: 3);
    private static readonly Slot Walls = TestProgramme.Slot("walls", Now, capacity: null);

    private ImportWorld world = null!;

    public async Task InitializeAsync()
    {
        world = await ImportWorld.CreateAsync();
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay, Small, Walls))).IsComplete);
    }

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_refused_import_names_every_slot_and_changes_no_row()
    {
        await using (var guests = await ImportWorld.CreateAsync(world.Connection))
        {
            await guests.RegisterAsync("clay", "a@example.org", party: 5);
            await guests.RegisterAsync("small", "b@example.org", party: 3);
            await guests.RegisterAsync("small", "c@example.org");
        }
        var (before, writes) = (await world.RowsAsync(), world.Watch.Writes);
        var result = await world.ImportAsync(TestProgramme.Of(
            Now, Clay with { Capacity = 4, PartyMax = 4 }, Walls with { Title = new("Қ", "С", "W") }, TestProgramme.Slot("fresh", Now)));
        Assert.Equal(
            [("clay", RefusalReason.CapacityBelowTaken), ("small", RefusalReason.DroppedWithRegistrations)],
            result.Refusals.Select(refusal => (refusal.SlotId, refusal.Reason)));
        Assert.Contains("5 are taken", result.Refusals[0].Sentence, StringComparison.Ordinal);
        Assert.Contains("2 registrations", result.Refusals[1].Sentence, StringComparison.Ordinal);
        Assert.Equal(before, await world.RowsAsync());
        Assert.Equal(writes, world.Watch.Writes);
    }

    [Fact]
    public async Task Another_festivals_file_is_refused_and_changes_no_row()
    {
        var before = await world.RowsAsync();
        var own = TestProgramme.Of(Now, Clay);
        var other = new Programme(own.Festival with { Id = "other" }, own.Venues, own.Kinds, own.Doors, own.Slots);
        var refusal = Assert.Single((await world.ImportAsync(other)).Refusals);
        Assert.Equal((null, RefusalReason.OtherFestival), (refusal.SlotId, refusal.Reason));
        Assert.Contains("'other'", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal(before, await world.RowsAsync());
    }

    [Fact]
    public async Task A_file_of_another_time_zone_is_refused_where_the_zone_was_said()
    {
        var own = TestProgramme.Of(Now, Clay);
        await using var said = await ImportWorld.CreateAsync(world.Connection, zone: "Europe/Berlin");
        var refusal = Assert.Single((await said.ImportAsync(own)).Refusals);
        Assert.Equal((null, RefusalReason.OtherTimeZone), (refusal.SlotId, refusal.Reason));
        Assert.Contains(own.Festival.TimeZone.Id, refusal.Sentence, StringComparison.Ordinal);
        await using var same = await ImportWorld.CreateAsync(world.Connection, zone: own.Festival.TimeZone.Id);
        Assert.Empty((await same.ImportAsync(own)).Refusals);
    }

    [Fact]
    public async Task Texts_times_and_places_change_and_registrations_stay()
    {
        var registration = await world.RegisterAsync("clay", "a@example.org", party: 2);
        var changed = Clay with { Title = new("Қыш", "Глина", "Clay"), Capacity = 30, End = Clay.End.AddMinutes(10), DoorCloses = Clay.DoorCloses.AddHours(1) };
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, changed, Small, Walls))).IsComplete);
        var slot = (await world.ProgrammeAsync())!.SlotById("clay")!;
        Assert.Equal((changed.Title, changed.End, 30), (slot.Title, slot.End, slot.Capacity));
        var ledger = await world.LedgerAsync("clay");
        Assert.Equal((30, 2), (ledger.Capacity, ledger.Taken));
        var kept = await world.Get<SlotTable>().ReadAsync<Registration>("clay", registration!.RowKey, CancellationToken.None);
        Assert.Equal((registration.Issue, registration.Name, registration.PageSecret), (kept!.Issue, kept.Name, kept.PageSecret));
    }

    [Fact]
    public async Task The_rules_of_the_waiting_list_are_stored_and_a_change_is_told()
    {
        var rules = new WaitlistRules(Promotion.Direct, 3, 45, 20);
        var result = await world.ImportAsync(TestProgramme.Of(Now, Clay with { Waitlist = rules }, Small, Walls));
        Assert.Equal(["clay: other rules of the waiting list"], result.Done);
        var stored = (await world.ProgrammeAsync())!;
        Assert.Equal((rules, WaitlistRules.Default), (stored.SlotById("clay")!.Waitlist, stored.SlotById("small")!.Waitlist));
    }

    // As an earlier version stored it: there are festivals whose rows say nothing of a waiting list.
    [Fact]
    public void A_slot_that_was_stored_without_rules_has_the_usual_ones()
    {
        var slot = Clay with { Waitlist = new(Promotion.Offer, 1, 30, 5), ReleaseMinutes = 25 };
        var stored = JsonSerializer.SerializeToNode(new SlotRow(slot), ProgrammeJson.Options)!.AsObject();
        Assert.True(stored.Remove(nameof(Slot.Waitlist)) && stored.Remove(nameof(Slot.ReleaseMinutes)));
        var read = stored.Deserialize<SlotRow>(ProgrammeJson.Options)!.ToSlot();
        Assert.Equal((WaitlistRules.Default, Slot.ReleaseMinutesDefault), (read.Waitlist, read.ReleaseMinutes));
    }

    [Fact]
    public void A_row_keeps_every_fact_of_a_slot()
    {
        var slot = Clay with
        {
            Number = 7,
            Summary = new("а", "б", "c"),
            Capacity = 9,
            AgeFrom = 12,
            PartyMax = 3,
            SignUpOpens = Now,
            ReleaseMinutes = 25,
            Community = new("г", "д", "e"),
            Cancelled = true,
            Waitlist = new(Promotion.Offer, 1, 30, 5),
            Moved = new(Now, Now.AddDays(1), "yard"),
            Languages = [Language.Kazakh, Language.English],
        };
        var read = JsonSerializer.Deserialize<SlotRow>(JsonSerializer.Serialize(new SlotRow(slot), ProgrammeJson.Options), ProgrammeJson.Options)!.ToSlot();
        Assert.Equal(slot with { Languages = read.Languages }, read);
        Assert.Equal(slot.Languages, read.Languages);
        Assert.Equal(typeof(Slot).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(), typeof(SlotRow).GetProperties().Select(property => property.Name).Order());
    }

    [Fact]
    public async Task Places_go_down_to_what_is_taken_and_up_again()
    {
        await world.RegisterAsync("clay", "a@example.org", party: 6);
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay with { Capacity = 6 }, Small, Walls))).IsComplete);
        Assert.Equal((6, 0), ((await world.LedgerAsync("clay")).Capacity, (await world.LedgerAsync("clay")).Free));
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay, Small, Walls))).IsComplete);
        Assert.Equal((20, 14), ((await world.LedgerAsync("clay")).Capacity, (await world.LedgerAsync("clay")).Free));
    }

    [Fact]
    public async Task Entrance_opens_to_all_when_nobody_signed_up_and_closes_again()
    {
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay with { Capacity = null, PartyMax = 1 }, Small, Walls))).IsComplete);
        Assert.True((await world.ProgrammeAsync())!.SlotById("clay")!.OpenEntrance);
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay with { Capacity = 7 }, Small, Walls))).IsComplete);
        Assert.Equal(7, (await world.LedgerAsync("clay")).Free);
        await world.RegisterAsync("clay", "a@example.org");
        var refused = await world.ImportAsync(TestProgramme.Of(Now, Clay with { Capacity = null, PartyMax = 1 }, Small, Walls));
        Assert.Equal(RefusalReason.OpenedWithRegistrations, Assert.Single(refused.Refusals).Reason);
    }

    [Fact]
    public async Task A_guest_who_is_faster_than_a_lower_capacity_is_told_as_meanwhile()
    {
        await using var guests = await ImportWorld.CreateAsync(world.Connection);
        world.Watch.BeforeNextWrite(() => guests.RegisterAsync("small", "fast@example.org", party: 3));
        var result = await world.ImportAsync(TestProgramme.Of(Now, Clay with { Title = new("Қ", "Г", "C") }, Small with { Capacity = 2, PartyMax = 2 }, Walls));
        Assert.StartsWith("small: guests signed up", Assert.Single(result.Meanwhile), StringComparison.Ordinal);
        Assert.Equal(["clay: other texts"], result.Done);
        Assert.Equal(3, (await world.ProgrammeAsync())!.SlotById("small")!.Capacity);
        Assert.Equal((3, 3), ((await world.LedgerAsync("small")).Capacity, (await world.LedgerAsync("small")).Taken));
    }

    [Fact]
    public async Task A_guest_who_is_faster_than_the_end_of_a_slot_keeps_slot_and_venue()
    {
        await using var guests = await ImportWorld.CreateAsync(world.Connection);
        world.Watch.BeforeNextWrite(() => guests.RegisterAsync("small", "fast@example.org"));
        var own = TestProgramme.Of(Now, Clay with { VenueId = TestProgramme.Yard }, Walls with { VenueId = TestProgramme.Yard });
        var withoutHall = new Programme(
            own.Festival, [.. own.Venues.Where(venue => venue.Id == TestProgramme.Yard)], own.Kinds, [.. own.Doors.Where(door => door.Id == "yard-door")], own.Slots);
        var result = await world.ImportAsync(withoutHall);
        Assert.StartsWith("small: guests signed up", Assert.Single(result.Meanwhile), StringComparison.Ordinal);
        var programme = (await world.ProgrammeAsync())!;
        Assert.Equal(TestProgramme.Hall, programme.VenueOf(programme.SlotById("small")!).Id);
        Assert.Equal(TestProgramme.Yard, programme.SlotById("clay")!.VenueId);
    }

    [Fact]
    public async Task Nobody_gets_in_line_for_a_slot_that_was_just_dropped()
    {
        await using var late = await ImportWorld.CreateAsync(world.Connection);
        var known = (await late.ProgrammeAsync())!.SlotById("small")!;
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay, Walls))).IsComplete);
        var signUp = SignUp.Read(new SignUpInput("Ли", "late@example.org", "1", "ru", true, SignUp.NewRequestId()), 3, Language.Russian).SignUp!;
        Assert.Null(await late.Get<RegistrationDesk>().RegisterAsync(known, signUp, CancellationToken.None));
        Assert.Equal((0, 0), ((await world.LedgerAsync("small")).Waiting, (await world.LedgerAsync("small")).Taken));
    }

    [Fact]
    public async Task A_slot_number_is_never_given_twice()
    {
        var first = (await world.ProgrammeAsync())!;
        var numbers = first.Slots.Select(slot => slot.Number).ToList();
        await world.ImportAsync(TestProgramme.Of(Now, Clay, Walls));
        await world.ImportAsync(TestProgramme.Of(Now, Clay, Walls, TestProgramme.Slot("fresh", Now)));
        await world.ImportAsync(TestProgramme.Of(Now, Clay, Walls, TestProgramme.Slot("fresh", Now), Small));
        var last = (await world.ProgrammeAsync())!;
        Assert.Equal(first.SlotById("clay")!.Number, last.SlotById("clay")!.Number);
        Assert.DoesNotContain(last.SlotById("fresh")!.Number, numbers);
        Assert.DoesNotContain(last.SlotById("small")!.Number, numbers.Append(last.SlotById("fresh")!.Number));
    }

    [Fact]
    public async Task Changed_texts_do_not_forget_guests_whom_a_broken_import_has_not_told()
    {
        await world.RegisterAsync("clay", "a@example.org");
        await using (var dying = await ImportWorld.CreateAsync(world.Connection))
        {
            // The slot's facts are the one write of this import before it tells the guests.
            Assert.True(await dying.ImportAndDieAsync(TestProgramme.Of(Now, Clay with { Cancelled = true }, Small, Walls), writes: 1));
        }
        Assert.True((await world.ImportAsync(TestProgramme.Of(Now, Clay with { Cancelled = true, Title = new("Қ", "Г", "C") }, Small, Walls))).IsComplete);
        Assert.Single(await world.PromisedAsync("clay"), mail => mail.Kind == MailKind.SlotCancelled);
    }

    [Fact]
    public async Task The_former_file_takes_back_what_a_broken_import_did_to_the_places()
    {
        await using (var dying = await ImportWorld.CreateAsync(world.Connection))
        {
            // The message that would look at the waiting list, then the places.
            Assert.True(await dying.ImportAndDieAsync(TestProgramme.Of(Now, Clay with { Capacity = 50 }, Small, Walls), writes: 2));
        }
        Assert.Equal((50, 20), ((await world.LedgerAsync("clay")).Capacity, (await world.ProgrammeAsync())!.SlotById("clay")!.Capacity));
        Assert.Equal(["clay: places put right"], (await world.ImportAsync(TestProgramme.Of(Now, Clay, Small, Walls))).Done);
        Assert.Equal(20, (await world.LedgerAsync("clay")).Capacity);
    }
}
