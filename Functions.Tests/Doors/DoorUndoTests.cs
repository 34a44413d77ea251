using System.Text.RegularExpressions;
using Esik.Slots;

namespace Esik.Doors.Tests;

/// <summary>Taking people back on the door page, in a real browser against a real site: however they were let in, and by whom.</summary>
public sealed partial class DoorUndoTests() : DoorWorld(capacity: 12)
{
    [Fact]
    public async Task An_undo_is_seen_and_the_counter_and_the_ticket_follow_it()
    {
        var (token, _) = await GuestAsync("aigul", 3);
        await using var phone = await PairAsync();
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await phone.SyncedAsync();
        await phone.Page.ClickAsync("#answer-undo");
        await phone.AnsweredAsync("undone");
        Assert.Equal("attention", await phone.Page.GetAttributeAsync("#answer", "data-tone"));
        Assert.Contains("3 people", await phone.Page.InnerTextAsync("#answer"), StringComparison.Ordinal);
        await phone.InsideAsync(0);
        await phone.SyncedAsync();
        Assert.Equal("0", await phone.Page.InnerTextAsync("#inside-count"));
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await phone.SyncedAsync();
        Assert.Equal(3, await InsideAsync());
        // Whoever shows the ticket once more is taken back without looking for them in the list.
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        await phone.Page.ClickAsync("#answer-undo");
        await phone.AnsweredAsync("undone");
        await AgreeAsync(0);
    }

    [Fact]
    public async Task Who_came_by_a_typed_code_is_taken_back_or_comes_in_fewer()
    {
        var (_, code) = await GuestAsync("aigul", 4);
        await using var phone = await PairAsync();
        Assert.Equal("welcome", await phone.TypeAsync(code));
        Assert.Contains(code, await phone.Page.InnerTextAsync("#answer-facts"), StringComparison.Ordinal);
        await phone.Page.ClickAsync("[data-fewer='3']");
        await phone.Page.WaitForSelectorAsync("#answer[data-answer=welcome]:has-text('1 more person')");
        await phone.SyncedAsync();
        Assert.Equal(3, await InsideAsync());
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.ClickAsync("#recent-open");
        await phone.Page.ClickAsync("#recent-list li:first-child button");
        await phone.Page.ClickAsync("[data-reason=left]");
        await phone.AnsweredAsync("undone");
        await AgreeAsync(0);
    }

    [Fact]
    public async Task Of_a_party_that_is_too_many_those_who_are_due_come_in_by_a_tap()
    {
        var (token, _) = await GuestAsync("aigul", 4);
        await using var phone = await PairAsync();
        foreach (var people in new[] { 2, 3 })
        {
            if (await phone.Page.IsVisibleAsync("#answer-next"))
                await phone.Page.ClickAsync("#answer-next");
            for (var step = 0; step < people; step++)
                await phone.Page.ClickAsync("#places-more");
            Assert.Equal(people == 2 ? "welcome" : "already-inside", await phone.ScanAsync(token));
        }
        Assert.Equal("2 more people may come in", await phone.Page.InnerTextAsync("#answer-title"));
        await phone.SyncedAsync();
        await phone.Page.ClickAsync("[data-some='2']");
        await phone.AnsweredAsync("welcome");
        await AgreeAsync(4);
    }

    [Fact]
    public async Task A_walk_in_that_the_server_decided_is_taken_back()
    {
        await using var phone = await PairAsync();
        // Other doors have all the places to give away.
        await phone.Page.RouteAsync("**/api/door/sync", async route =>
        {
            var told = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = told, Body = Allowance().Replace(await told.TextAsync(), "\"allowance\":0") });
        });
        var heard = phone.Page.WaitForResponseAsync("**/api/door/sync");
        await phone.JoinAsync();
        await heard;
        await phone.SyncedAsync();
        Assert.Equal("welcome", await phone.AnswerToAsync(() => phone.Page.ClickAsync("#walk-in")));
        await phone.InsideAsync(1);
        await phone.Page.ClickAsync("#answer-undo");
        await phone.AnsweredAsync("undone");
        await AgreeAsync(0);
        var scans = await Site.Get<SlotTable>().ListAsync("clay", Scan.Prefix, CancellationToken.None).Select(row => (Scan)row.Row).ToListAsync();
        Assert.Contains(scans, scan => scan is { Kind: ScanKind.WalkIn, Offline: false, UndoneBy: not null });
    }

    [Fact]
    public async Task A_lead_takes_back_what_another_phone_let_in()
    {
        var (token, _) = await GuestAsync("aigul", 2);
        await using var phone = await PairAsync();
        await using var lead = await PairAsync(role: DoorRole.Lead);
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await phone.SyncedAsync();
        await lead.Page.ClickAsync("#recent-open");
        await lead.Page.WaitForSelectorAsync("#recent-others-list li:has-text('Айгүл Әбенова')");
        await lead.Page.ClickAsync("#recent-others-list button");
        await lead.Page.ClickAsync("[data-reason=mistake]");
        await lead.AnsweredAsync("undone");
        await lead.SyncedAsync();
        Assert.Equal(0, await InsideAsync());
        Assert.Equal(0, await lead.Page.Locator("#recent-others-list li").CountAsync());
        await lead.Page.ClickAsync("#answer-next");
        await lead.CutOffAsync();
        await lead.Page.ClickAsync("#recent-open");
        await lead.Page.WaitForSelectorAsync("#recent-others-note:has-text('needs a network')");
        await AgreeAsync(0);
    }

    [Fact]
    public async Task A_volunteer_sees_nobody_of_another_phone()
    {
        await using var phone = await PairAsync();
        await phone.Page.ClickAsync("#recent-open");
        await phone.Page.WaitForSelectorAsync("#recent-title");
        Assert.False(await phone.Page.IsVisibleAsync("#recent-others"));
    }

    [GeneratedRegex("\"allowance\":\\d+")]
    private static partial Regex Allowance();
}
