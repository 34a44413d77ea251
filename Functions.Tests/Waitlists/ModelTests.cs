using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Slots;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Waitlists.Tests;

/// <summary>
/// Whatever people, the clock and dying processes do to a slot in whatever order, it is as a model of a few lines says: the same states, the
/// same places taken, offered and free, the same line in the same order, and the same answers.
/// </summary>
public class ModelTests
{
    private const int BreaksLookedFor = 300;

    private static readonly WaitlistRules[] Rules =
    [
        WaitlistRules.Default,
        WaitlistRules.Default with { Promotion = Promotion.Direct },
        WaitlistRules.Default with { Promotion = Promotion.Offer, OfferHours = 2 },
        WaitlistRules.Default with { ConfirmByMailMinutes = 30 },
    ];

    [Property(MaxTest = 400, StartSize = 10, EndSize = 80)]
    public void A_slot_is_as_its_model_whatever_happens(byte rules, byte capacity, ModelStep[] steps)
    {
        var found = FindAsync(SlotOf(rules, capacity), steps, ModelBreak.None).GetAwaiter().GetResult();
        Assert.True(found is null, found);
    }

    // What the model cannot find is not tested by it: each of these must be found within some hundred sequences.
    [Theory]
    [InlineData((int)ModelBreak.LineReversed, false)]
    [InlineData((int)ModelBreak.MessagesLost, false)]
    [InlineData((int)ModelBreak.MessagesMoveNothing, false)]
    [InlineData((int)ModelBreak.None, true)]
    public async Task A_broken_rule_is_found(int broken, bool ignoresLine)
    {
        foreach (var (number, steps) in Sequences(BreaksLookedFor).Index())
        {
            if (await FindAsync(SlotOf((byte)(number * 37), (byte)(number / 4)), steps, (ModelBreak)broken, ignoresLine) is not null)
                return;
        }
        Assert.Fail($"{BreaksLookedFor} sequences did not find it.");
    }

    [Fact]
    public async Task Real_storage_is_as_the_model_too()
    {
        foreach (var (number, steps) in Sequences(4).Index())
        {
            var clock = new FakeTimeProvider(ModelWorld.Noon);
            var storage = await TestAzurite.TakeStorageAsync();
            var table = new SlotTable(storage, new SiteSettings { FestivalId = TestSettings.FestivalId }, clock);
            var slot = SlotOf((byte)number, (byte)(3 + number));
            await table.CreateLedgerAsync(slot.Id, slot.Capacity!.Value, CancellationToken.None);
            await using var world = ModelWorld.Over(slot, table, new LineTable(storage, table), clock);
            var found = await FindAsync(world, steps);
            Assert.True(found is null, found);
        }
    }

    // Days ahead, or so near that its last minutes come within the sequence.
    private static Slot SlotOf(byte rules, byte capacity) => ModelWorld.SlotOf(Rules[rules % Rules.Length], 1 + (capacity % 10), hours: rules < 128 ? 75 : 20);

    private static ModelStep[][] Sequences(int count) => [.. Gen.Sample(ArbMap.Default.GeneratorFor<ModelStep>().ArrayOf(50), count, 50)];

    private static async Task<string?> FindAsync(Slot slot, ModelStep[] steps, ModelBreak broken, bool ignoresLine = false)
    {
        await using var world = ModelWorld.InMemory(slot, broken);
        return await FindAsync(world, steps, ignoresLine);
    }

    // What differs first, with all that went before; null when nothing does.
    private static async Task<string?> FindAsync(ModelWorld world, ModelStep[] steps, bool ignoresLine = false)
    {
        var model = new LineModel(world.Slot, TimeZoneInfo.FindSystemTimeZoneById("Asia/Almaty")) { IgnoresLine = ignoresLine };
        var done = new List<string>();
        foreach (var step in steps)
        {
            done.Add(step.ToString());
            await PassAsync(world, model, step);
            var (answer, isStored) = await world.DoAsync(step);
            var expected = isStored ? model.Do(step, world.Clock.GetUtcNow()) : null;
            if (!step.IsHurried)
                await SettleAsync(world, model, step);
            var (seen, wanted) = ((await world.SightAsync()).ToString(), model.Sight().ToString());
            if (seen != wanted)
                return $"{world.Slot.Waitlist}\n{string.Join('\n', done)}\nis:     {seen}\nshould: {wanted}";
            if (answer is not null && answer != expected)
                return $"{world.Slot.Waitlist}\n{string.Join('\n', done)}\nanswer: {answer}\nshould: {expected}";
        }
        return null;
    }

    // A few seconds between any two steps; hours for a step that lets time pass, stopping at each offer's end unless messages are slow.
    private static async Task PassAsync(ModelWorld world, LineModel model, ModelStep step)
    {
        world.Clock.Advance(TimeSpan.FromSeconds(5));
        if (step.Act != ModelAct.Pass)
            return;
        var lastMoment = world.Slot.Start.AddMinutes(-10);
        var target = Earlier(world.Clock.GetUtcNow() + step.Time, lastMoment);
        while (!step.IsSlow && model.NextEnd is { } end && end > world.Clock.GetUtcNow() && end <= target)
        {
            world.Clock.Advance(end - world.Clock.GetUtcNow());
            await SettleAsync(world, model, step);
        }
        if (target > world.Clock.GetUtcNow())
            world.Clock.Advance(target - world.Clock.GetUtcNow());
    }

    private static async Task SettleAsync(ModelWorld world, LineModel model, ModelStep step)
    {
        await world.SettleAsync(step);
        model.Settle(world.Clock.GetUtcNow());
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
