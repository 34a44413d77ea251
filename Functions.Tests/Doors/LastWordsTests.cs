using System.Net;
using Esik.Registrations.Tests;

namespace Esik.Doors.Tests;

/// <summary>What a phone may still hand in after it was revoked.</summary>
public sealed class LastWordsTests : HandInWorld
{
    [Fact]
    public async Task A_revoked_phone_hands_its_queue_in_once_and_no_more()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 1);
        await RevokeAsync();
        var scans = new { scans = new[] { Proof(token, ticket, 1, minutesAgo: 1) } };
        var (status, json) = await One.PostAsync(scans);
        Assert.Equal((HttpStatusCode.Forbidden, "device-revoked"), (status, json.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await One.PostAsync(scans, lastWords: "yes")).Status);
        Assert.True(Assert.Single(await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix)).FromRevoked);
        Clock.Advance(DoorDesk.LastWordsTime - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await One.PostAsync(scans, lastWords: "yes")).Status);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, (await One.PostAsync(scans, lastWords: "yes")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await One.PostAsync(scans, lastWords: "more")).Status);
    }

    [Fact]
    public async Task A_revoked_phone_is_heard_however_late_and_however_often_it_has_to_begin()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 2);
        object[] scans = [Proof(token, ticket, 1, minutesAgo: 1), Proof(token, ticket, 1, minutesAgo: 1)];
        await RevokeAsync();
        // By then the pass of ten hours has ended, too.
        Clock.Advance(TimeSpan.FromHours(50));
        Assert.Equal(HttpStatusCode.Forbidden, await One.MeAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await One.PostAsync(new { scans = Array.Empty<object>() }, lastWords: "yes")).Status);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await One.PostAsync(new { scans = scans[..1] }, lastWords: "more")).Status);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await One.PostAsync(new { scans = scans[1..] }, lastWords: "yes")).Status);
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task A_revoked_phone_hands_in_what_it_decided_alone_before_and_else_only_what_it_proves()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        var code = (await SeatCheck.RowsAsync<Registrations.Registration>(Site, "clay", Registrations.Registration.Prefix)).Single().ShortCode;
        await Two.ScanAsync(Proof(token, ticket, 1, "hall-back", scanId: "others"));
        await RevokeAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));
        object[] scans =
        [
            Proof(token, ticket, 1, minutesAgo: 3),
            Proof(token[..^1] + (token[^1] == '0' ? '1' : '0'), ticket, 1),
            Proof(token, ticket, 1, shown: "already-inside"),
            TestDoor.Scan(token, at: Clock.GetUtcNow().AddMinutes(-3)),
            WalkIn(1),
            Undo("others"),
            TestDoor.Typed(code),
            new { scanId = "undo-offline", kind = "undo", undoes = "others", slot = "clay", door = "hall-door", scannedAt = Clock.GetUtcNow().AddMinutes(-3), offline = true, shown = "undone" },
        ];
        var (status, json) = await Lead.PostAsync(new { scans, names = true }, lastWords: "yes");
        Assert.Equal(HttpStatusCode.OK, status);
        var answers = json.GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal(["welcome", "set-aside", "set-aside", "set-aside", "set-aside", "set-aside", "set-aside", "not-undone"], answers.Select(answer => answer.Answer()));
        Assert.Equal("proof-wrong", answers[1].GetProperty("code").GetString());
        Assert.All(answers[2..^1], answer => Assert.Equal("device-revoked", answer.GetProperty("code").GetString()));
        Assert.All(answers, answer => Assert.False(answer.TryGetProperty("name", out _)));
        Assert.Equal(2, await InsideAsync());
    }

    [Fact]
    public async Task Whom_a_phone_let_in_before_it_heard_that_it_was_revoked_is_inside()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 3);
        var (other, otherTicket) = await GuestAsync("bota", party: 1);
        await RevokeAsync();
        Clock.Advance(TimeSpan.FromMinutes(20));
        // At a door that is still allowed, somebody came in by the second ticket meanwhile.
        var back = await TestDoor.PairAsync(Site, "hall-back");
        Assert.Equal("welcome", (await back.ScanAsync(Proof(other, otherTicket, 1, "hall-back", minutesAgo: 15))).Answer());
        var (_, json) = await One.PostAsync(new { scans = new[] { Proof(token, ticket, 2, minutesAgo: 10, scanId: "late"), Proof(other, otherTicket, 1, minutesAgo: 9) } }, lastWords: "yes");
        Assert.Equal(["welcome", "clash"], json.GetProperty("answers").EnumerateArray().Select(answer => answer.Answer()));
        Assert.Equal(("already-inside", 0, 1), (await back.ScanAsync(TestDoor.Scan(token, door: "hall-back", places: 3, at: Clock.GetUtcNow()))).Admitted());
        var stored = (await SeatCheck.RowsAsync<Scan>(Site, "clay", Scan.Prefix)).Where(scan => scan.FromRevoked).ToList();
        Assert.Equal((2, 2, "hall-back"), (stored.Count, stored.Single(scan => scan.ScanId == "late").Places, (await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix)).Single().Against!.Door));
        Assert.Equal(3, await InsideAsync());
    }
}
