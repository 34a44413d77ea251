using Esik.Doors;
using Esik.Languages;
using Esik.Mails;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Programmes.Tests;

/// <summary>An import that is killed after any of its writes leaves a whole programme, and running it again completes it: no mail twice, none missing.</summary>
public sealed class BrokenImportTests
{
    // More than this import writes; the last of them live to the end, which the test demands.
    private const int WritesMax = 30;
    private const int AtOnceMax = 6;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly Programme Stored = TestProgramme.Of(
        Now, TestProgramme.Slot("cancelled", Now), TestProgramme.Slot("moved", Now), TestProgramme.Slot("dropped", Now), TestProgramme.Slot("grown", Now));

    // Other days, another venue with another door, another kind: nothing of the stored festival would fit it.
    private static readonly Programme Wanted = Elsewhere(
        TestProgramme.Slot("cancelled", Now) with { Cancelled = true },
        TestProgramme.Slot("moved", Now.AddDays(10)),
        TestProgramme.Slot("grown", Now.AddDays(10)) with { Capacity = 40 },
        TestProgramme.Slot("fresh", Now.AddDays(10)));

    [Fact]
    public async Task Wherever_it_breaks_off_the_next_run_completes_it()
    {
        var died = 0;
        using var turns = new SemaphoreSlim(AtOnceMax);
        await Task.WhenAll(Enumerable.Range(0, WritesMax).Select(async writes =>
        {
            await turns.WaitAsync();
            try
            {
                if (await BreakAndCompleteAsync(writes))
                    Interlocked.Increment(ref died);
            }
            finally
            {
                turns.Release();
            }
        }));
        Assert.InRange(died, 12, WritesMax - 1);
    }

    private static async Task<bool> BreakAndCompleteAsync(int writes)
    {
        await using var world = await ImportWorld.CreateAsync();
        await world.ImportAsync(Stored);
        var guests = new List<Registration>();
        foreach (var slot in new[] { "cancelled", "moved", "grown" })
        {
            guests.Add((await world.RegisterAsync(slot, "a@example.org", party: 2))!);
            guests.Add((await world.RegisterAsync(slot, "b@example.org"))!);
        }
        bool died;
        await using (var dying = await ImportWorld.CreateAsync(world.Connection))
        {
            died = await dying.ImportAndDieAsync(Wanted, writes);
        }
        // Whoever starts now finds a whole programme: reading throws when slots and festival do not fit.
        Assert.NotNull(await world.ProgrammeAsync());
        Assert.True((await world.ImportAsync(Wanted)).IsComplete);
        var before = (await world.RowsAsync()).Where(IsFacts);
        Assert.Equal([], (await world.ImportAsync(Wanted)).Done);
        Assert.Equal(before, (await world.RowsAsync()).Where(IsFacts));
        var programme = (await world.ProgrammeAsync())!;
        Assert.Equal(Wanted.Slots.Select(slot => slot.Id), programme.Slots.Select(slot => slot.Id));
        Assert.Equal(Wanted.Venues, programme.Venues);
        Assert.Equal(40, (await world.LedgerAsync("grown")).Capacity);
        Assert.True(programme.SlotById("fresh")!.Number > Stored.Slots.Count);
        await ToldOnceAsync(world, "cancelled", MailKind.SlotCancelled, guests[..2]);
        await ToldOnceAsync(world, "moved", MailKind.SlotChanged, guests[2..4]);
        await ToldOnceAsync(world, "grown", MailKind.SlotChanged, guests[4..]);
        return died;
    }

    private static async Task ToldOnceAsync(ImportWorld world, string slot, MailKind kind, IEnumerable<Registration> guests)
    {
        var told = (await world.PromisedAsync(slot)).Where(mail => mail.Kind is MailKind.SlotCancelled or MailKind.SlotChanged);
        Assert.Equal(guests.Select(guest => (guest.Ticket, kind)).Order(), told.Order());
    }

    private static bool IsFacts(string row) => row.StartsWith("festivals", StringComparison.Ordinal);

    private static Programme Elsewhere(params IEnumerable<Slot> slots)
    {
        static LocalText Text(string text) => new(text, text, text);
        var tomorrow = TestProgramme.Of(Now.AddDays(10));
        var today = TestProgramme.Of(Now).Festival.Days.Single(day => day.Date == tomorrow.Festival.DateAt(Now.AddMinutes(10)));
        var tent = new Venue { Id = "tent", Name = Text("Tent") };
        var moved = slots.Select(slot => slot with { VenueId = slot.Cancelled ? TestProgramme.Yard : tent.Id, KindId = "talk" });
        return new Programme(
            tomorrow.Festival with { Days = [today, .. tomorrow.Festival.Days] },
            [tent, tomorrow.VenueById(TestProgramme.Yard)!],
            [new Kind("talk", Text("Talk"))],
            [new Door("tent-door", Text("Tent"), [tent.Id]), new Door("yard-door", Text("Yard"), [TestProgramme.Yard])],
            moved);
    }
}
