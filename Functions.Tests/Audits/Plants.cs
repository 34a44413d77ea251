using Esik.Doors;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Audits.Tests;

/// <summary>Ways to break a storage by hand, each with all that an audit must then find, and nothing else.</summary>
internal static class Plants
{
    private static readonly string Stranger = new('0', 16);

    public static IReadOnlyDictionary<string, (Func<AuditWorld, Task> Break, Damage[] Found)> All { get; } =
        new Dictionary<string, (Func<AuditWorld, Task>, Damage[])>
        {
            ["a counter is gone"] = (world => world.RemoveAsync("!3"), [Damage.LedgerMissing]),
            ["a slot has no rows"] = (EmptyAsync, [Damage.LedgerMissing]),
            ["rows of no slot"] = (world => world.PutAsync(new Outbox("planted", [], null, null), "ghost"), [Damage.LedgerMissing]),
            ["a guest of no slot"] = (world => world.PlantAsync(RegistrationState.Waiting, 1, "ghost"), [Damage.LedgerMissing, Damage.SlotOrphan]),
            ["a confirmed guest too many"] = (world => world.PlantAsync(RegistrationState.Confirmed, 2), [Damage.Oversold, Damage.TakenMiscounted]),
            ["a counter gives what it has not"] = (UnevenAsync, [Damage.CounterImpossible]),
            ["another capacity"] = (world => CountAsync(world, counter => counter with { Capacity = counter.Capacity + 1 }), [Damage.CapacityDiffers, Damage.TallyBehind]),
            ["a place taken by nobody"] = (world => CountAsync(world, counter => counter with { Taken = 1 }), [Damage.TakenMiscounted, Damage.TallyBehind]),
            ["a place offered to nobody"] = (world => CountAsync(world, counter => counter with { Offered = 1 }), [Damage.OfferedMiscounted, Damage.TallyBehind]),
            ["somebody inside whom no door saw"] = (world => CountAsync(world, counter => counter with { Inside = counter.Inside + 1 }), [Damage.InsideMiscounted, Damage.TallyBehind]),
            ["somebody in line who is not counted"] = (world => world.PlantAsync(RegistrationState.Waiting, 5), [Damage.LineMiscounted]),
            ["no tally"] = (world => world.RemoveAsync(Tally.Key), [Damage.TallyMissing]),
            ["an old tally"] = (world => world.ChangeAsync<Tally>(Tally.Key, tally => tally with { Taken = tally.Taken - 1 }), [Damage.TallyBehind]),
            ["two at one place in line"] = (SameOrderAsync, [Damage.OrderUnclear]),
            ["no place in line"] = (world => world.ChangeAsync<Registration>(world.Key(AuditWorld.Waiting), guest => guest with { Order = "" }), [Damage.OrderUnclear]),
            ["somebody waits beside a free place"] = (world => world.PlantAsync(RegistrationState.Waiting, 1), [Damage.LineMiscounted, Damage.WaitsBesideFree]),
            ["an offer without end"] = (world => world.PlantAsync(RegistrationState.Offered, 1), [Damage.OfferedMiscounted, Damage.OfferEnded]),
            ["a party of seven"] = (world => world.PlantAsync(RegistrationState.Offered, 7), [Damage.Oversold, Damage.OfferedMiscounted, Damage.OfferEnded, Damage.PartyImpossible]),
            ["another guest's row"] = (world => GuestAsync(world, guest => guest with { Email = "other@example.org" }), [Damage.TicketIdWrong]),
            ["no signature"] = (world => GuestAsync(world, guest => guest with { Signature = null }), [Damage.TicketMissing]),
            ["no issue"] = (world => GuestAsync(world, guest => guest with { Issue = 0 }), [Damage.TicketMissing]),
            ["issue 256"] = (world => GuestAsync(world, guest => guest with { Issue = 256 }), [Damage.TicketMissing]),
            ["a forged signature"] = (world => GuestAsync(world, guest => guest with { Signature = [.. guest.Signature!.Reverse()] }), [Damage.SignatureWrong]),
            ["a signature for another issue"] = (world => GuestAsync(world, guest => guest with { Issue = 2 }), [Damage.SignatureWrong]),
            ["no ticket page"] = (world => GuestAsync(world, guest => guest with { PageSecret = "" }), [Damage.PageSecretMissing]),
            ["another's short code"] = (world => GuestAsync(world, guest => guest with { ShortCode = "ABCDEFGH" }), [Damage.ShortCodeWrong]),
            ["no mail"] = (world => world.ChangeMailsAsync(AuditWorld.Confirmed, _ => null), [Damage.MailMissing]),
            ["a dropped mail"] = (world => world.ChangeMailsAsync(AuditWorld.Confirmed, mail => mail with { State = OutboxState.Dropped }), [Damage.MailMissing]),
            ["a smaller party without its mail"] = (world => world.ReissueAsync(PartyChange.Event), [Damage.MailMissing]),
            ["a promotion without its mail"] = (world => world.ReissueAsync("promoted"), [Damage.MailMissing]),
            ["a second acceptance without its mail"] = (world => world.ReissueAsync("accepted", "withdrawn", "accepted"), [Damage.MailMissing]),
            ["a new sign-up without its mail"] = (world => LaterAsync(world, "registered"), [Damage.MailMissing]),
            ["a new address without its mail"] = (world => LaterAsync(world, Withdrawal.Moved), [Damage.MailMissing]),
            ["a ticket mailed again instead of first"] = (world => world.ChangeMailsAsync(AuditWorld.Confirmed, mail => mail with { Kind = MailKind.TicketAgain }), [Damage.MailMissing]),
            ["a mail that does not go"] = (OverdueAsync, [Damage.MailOverdue]),
            ["no mail to one who waits"] = (world => world.ChangeMailsAsync(AuditWorld.Waiting, _ => null), [Damage.MailMissing]),
            ["an unexplained refusal"] = (world => world.ChangeMailsAsync(AuditWorld.Confirmed, mail => mail with { State = OutboxState.Refused }), [Damage.RefusalWithoutReason]),
            ["a mail to nobody"] = (world => world.PutAsync(new Outbox("planted", [OutboxMail.New(Stranger, MailKind.Ticket)], null, null)), [Damage.OutboxOrphan]),
            ["a forwarding to nobody"] = (world => world.PutAsync(new Forwarding(world.TicketOf(AuditWorld.Confirmed).ToString(), Stranger, "", TimeProvider.System.GetUtcNow())), [Damage.ForwardingOrphan]),
            ["an admission of nobody"] = (world => world.PutAsync(new Admission(Stranger, 1, 0, null, null, null, null)), [Damage.AdmissionOrphan]),
            ["an admission without its scan"] = (world => world.RemoveAsync(Scan.KeyOf("scan-1")), [Damage.AdmissionOrphan]),
            ["a party that grew at the door"] = (GrowAsync, [Damage.AdmittedTooMany, Damage.InsideMiscounted, Damage.CheckInsDiffer]),
            ["a scan that is counted nowhere"] = (world => world.ChangeAsync<Admission>(Admission.KeyOf(world.TicketOf(AuditWorld.Inside), 1), admission => admission with { CheckIns = [admission.CheckIns![0] with { ScanId = "other" }] }), [Damage.CheckInsDiffer]),
            ["somebody inside whose scan was undone"] = (world => world.ChangeAsync<Scan>(Scan.KeyOf("scan-1"), scan => scan with { UndoneBy = "undo-1" }), [Damage.CheckInsDiffer]),
            ["somebody walked in whom nobody counted"] = (world => world.ChangeAsync<Scan>(Scan.KeyOf("scan-1"), scan => scan with { ScanId = "walk-1", Kind = ScanKind.WalkIn }), [Damage.WalkInsMiscounted, Damage.InsideMiscounted]),
            ["a clash without its scan"] = (world => world.PutAsync(new Clash(ClashCause.Void, new("scan-9", "hall-door", "phone", TimeProvider.System.GetUtcNow(), 1), null, 1, 1, 1, null, null, TimeProvider.System.GetUtcNow(), null)), [Damage.ClashOrphan, Damage.ClashesMiscounted]),
            ["a clash that is not listed"] = (world => world.ChangeAsync<Scan>(Scan.KeyOf("scan-1"), scan => scan with { ScanId = "scan-2", Answer = DoorAnswer.Clash, Places = 0 }), [Damage.ClashOrphan]),
            ["a scan that let in nobody known"] = (StrangerAsync, [Damage.ScanOrphan]),
            ["a row of another program"] = (world => world.PutRawAsync("x:1", "Text", "hello"), [Damage.RowUnknown]),
            ["a row that cannot be read"] = (world => world.PutRawAsync(Outbox.KeyOf("planted"), "Mails", "not JSON"), [Damage.RowUnreadable]),
        };

    private static Task GuestAsync(AuditWorld world, Func<Registration, Registration> change) => world.ChangeAsync(world.Key(AuditWorld.Confirmed), change);

    // An event five minutes after the only ticket mail went: as if it had promised none.
    private static Task LaterAsync(AuditWorld world, string what) => GuestAsync(world, guest => guest.With(new(TimeProvider.System.GetUtcNow().AddMinutes(5), what, "guest")));

    private static Task OverdueAsync(AuditWorld world)
    {
        var due = TimeProvider.System.GetUtcNow() - MailPatience.LateAfter;
        return world.ChangeMailsAsync(AuditWorld.Confirmed, mail => mail with { State = OutboxState.Pending, Due = due });
    }

    // The counter with the one free place.
    private static async Task CountAsync(AuditWorld world, Func<Counter, Counter> change) => await world.PutAsync(change(await world.CounterAsync(counter => counter.Free == 1)));

    private static async Task UnevenAsync(AuditWorld world)
    {
        var (full, empty) = (await world.CounterAsync(counter => counter.Taken == 1), await world.CounterAsync(counter => counter.Capacity == 0));
        await world.PutAsync(full with { Taken = 0 });
        await world.PutAsync(empty with { Taken = 1 });
    }

    private static async Task EmptyAsync(AuditWorld world)
    {
        foreach (var key in Enumerable.Range(0, Counter.PerSlot).Select(number => $"!{number}").Append(Tally.Key))
            await world.RemoveAsync(key, "puppets");
    }

    private static async Task SameOrderAsync(AuditWorld world)
    {
        var first = await world.ReadAsync<Registration>(world.Key(AuditWorld.Waiting));
        await world.ChangeAsync<Registration>(world.Key(AuditWorld.WaitingLast), guest => guest with { Order = first.Order });
    }

    private static Task GrowAsync(AuditWorld world) =>
        world.ChangeAsync<Admission>(Admission.KeyOf(world.TicketOf(AuditWorld.Inside), 1), admission => admission with { Admitted = 3 });

    private static async Task StrangerAsync(AuditWorld world) =>
        await world.PutAsync(await world.ReadAsync<Scan>(Scan.KeyOf("scan-1")) with { ScanId = "scan-2", Ticket = Stranger });
}
