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
    public async Task A_revoked_phone_hands_in_what_it_decided_alone_before_and_nothing_else()
    {
        var (token, ticket) = await GuestAsync("aigul", party: 4);
        var code = (await SeatCheck.RowsAsync<Registrations.Registration>(Site, "clay", Registrations.Registration.Prefix)).Single().ShortCode;
        await Two.ScanAsync(Proof(token, ticket, 1, "hall-back", scanId: "others"));
        await RevokeAsync();
        Clock.Advance(TimeSpan.FromMinutes(2));
        object[] scans =
        [
            Proof(token, ticket, 1, minutesAgo: 3),
            Proof(token, ticket, 1),
            TestDoor.Scan(token, at: Clock.GetUtcNow().AddMinutes(-3)),
            WalkIn(1),
            Undo("others"),
            TestDoor.Typed(code),
            new { scanId = "undo-offline", kind = "undo", undoes = "others", slot = "clay", door = "hall-door", scannedAt = Clock.GetUtcNow().AddMinutes(-3), offline = true, shown = "undone" },
        ];
        var (status, json) = await Lead.PostAsync(new { scans, names = true }, lastWords: "yes");
        Assert.Equal(HttpStatusCode.OK, status);
        var answers = json.GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal(["welcome", "set-aside", "set-aside", "set-aside", "set-aside", "set-aside", "not-undone"], answers.Select(answer => answer.Answer()));
        Assert.All(answers[1..^1], answer => Assert.Equal("device-revoked", answer.GetProperty("code").GetString()));
        Assert.All(answers, answer => Assert.False(answer.TryGetProperty("name", out _)));
        Assert.Equal(2, await InsideAsync());
    }
}
