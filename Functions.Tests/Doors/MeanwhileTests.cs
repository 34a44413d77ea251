using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>What another process stores between the moment that a change looked up its rows and the moment that it decides.</summary>
public sealed class MeanwhileTests : IAsyncLifetime
{
    private static readonly TicketId Aigul = TicketId.Parse("00112233445566aa")!.Value;

    private readonly WriterWorld world = WriterWorld.Of();
    private readonly Slot slot;

    public MeanwhileTests() => slot = TestProgramme.Slot("clay", world.Clock.GetUtcNow()) with { Number = 1 };

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_clash_that_came_to_light_meanwhile_becomes_smaller_by_an_undo()
    {
        await LetInAsync("first", 2, minutesAgo: 2);
        var needs = await RowsAsync("first");
        await LetInAsync("second", 2, minutesAgo: 1);
        Assert.Equal("first", world.Store.Find(Clash.KeyOf("second")) is { Row: Clash clash } ? clash.Stands : null);
        await UndoAsync("first", needs);
        Assert.Equal(ClashVerdict.Undone, ((Clash)world.Store.Find(Clash.KeyOf("second"))!.Value.Row).Settled?.Verdict);
        Assert.Equal(2, world.Store.Ledger.Inside);
    }

    [Fact]
    public async Task Who_went_on_with_another_issue_meanwhile_is_taken_out_of_that_one()
    {
        await LetInAsync("first", 1, minutesAgo: 2);
        var needs = await RowsAsync("first");
        var admission = (Admission)world.Store.Find(Admission.KeyOf(Aigul, 1))!.Value.Row;
        world.Store.Put(admission with { Issue = 2, Party = 1 });
        world.Store.Put(admission with { Void = TicketVoid.Replaced });
        await UndoAsync("first", needs);
        Assert.Equal(0, ((Admission)world.Store.Find(Admission.KeyOf(Aigul, 2))!.Value.Row).Admitted);
        Assert.Equal(0, world.Store.Ledger.Inside);
    }

    private Task<ScanOutcome> LetInAsync(string scanId, int places, int minutesAgo)
    {
        var at = world.Clock.GetUtcNow().AddMinutes(-minutesAgo);
        var question = TestQuestion.Of(slot, at, places: places, wasAdmitted: true).With(1, 2);
        return world.WithinAsync(world.Writers.ChangeAsync("clay", new ScanChange(TestQuestion.Facts(scanId, at, offline: true), question, Aigul)), 30);
    }

    private Task<IReadOnlyList<string>> RowsAsync(string scanId) => UndoChange.Rows(scanId, key => Task.FromResult(world.Store.Find(key)?.Row));

    private async Task UndoAsync(string scanId, IReadOnlyList<string> needs)
    {
        var question = TestQuestion.Of(slot, world.Clock.GetUtcNow(), ScanKind.Undo);
        var undo = new UndoChange(TestQuestion.Facts("undo", world.Clock.GetUtcNow()), question, scanId, null, needs);
        Assert.Equal(DoorAnswer.Undone, (await world.WithinAsync(world.Writers.ChangeAsync("clay", undo), 30)).Scan.Answer);
    }
}
