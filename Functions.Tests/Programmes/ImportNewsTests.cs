using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Doors;
using Esik.Hosting.Tests;
using Esik.Registrations;
using Esik.Slots;

namespace Esik.Programmes.Tests;

/// <summary>What guests and doors hear of an import, on a whole site.</summary>
public sealed class ImportNewsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly Slot Clay = TestProgramme.Slot("clay", Now);
    private static readonly Slot Talk = TestProgramme.Slot("talk", Now);
    // A message that is taken before its transaction is stored comes again after one, two, four, eight seconds and so on.
    private static readonly TimeSpan MailPatience = TimeSpan.FromSeconds(60);

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(Now, Clay, Talk));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task Guests_get_one_mail_each_and_ticket_and_door_say_it()
    {
        var cancelled = await RegisterAsync(site, "clay", "a@example.org");
        var moved = await RegisterAsync(site, "talk", "b@example.org");
        await MailsAsync(2);
        var later = Talk with { Start = Talk.Start.AddHours(3), End = Talk.End.AddHours(3), DoorOpens = Talk.Start.AddHours(2), DoorCloses = Talk.End.AddHours(3), VenueId = TestProgramme.Yard };
        var wanted = TestProgramme.Of(Now, Clay with { Cancelled = true }, later);
        await site.ImportAsync(wanted);
        await site.ImportAsync(wanted);
        var mails = await MailsAsync(4);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.Equal(4, (await MailsAsync(4)).Count);
        Assert.Equal(2, mails.Count(mail => mail.Contains("a@example.org", StringComparison.Ordinal)));
        Assert.Equal(2, mails.Count(mail => mail.Contains("b@example.org", StringComparison.Ordinal)));
        Assert.Contains("\"slot-cancelled\"", await ScanAsync("clay", cancelled.Token, "hall-door"), StringComparison.Ordinal);
        Assert.Contains("\"too-early\"", await ScanAsync("talk", moved.Token, "yard-door"), StringComparison.Ordinal);
        Assert.Contains("\"not-your-door\"", await ScanAsync("talk", moved.Token, "hall-door"), StringComparison.Ordinal);
        var page = await site.Client.GetStringAsync($"en/tickets/{moved.Key}");
        Assert.Contains("Yard", page, StringComparison.Ordinal);
        Assert.Contains("Hall", page, StringComparison.Ordinal);
        using var picture = await site.Client.GetAsync($"tickets/{cancelled.Key}.png");
        Assert.Equal(HttpStatusCode.NotFound, picture.StatusCode);
    }

    [Fact]
    public async Task Guests_sign_up_while_an_import_is_half_done_at_old_and_new_processes()
    {
        await using (var dying = await ImportWorld.CreateAsync(site.Connection))
        {
            Assert.True(await dying.ImportAndDieAsync(TestProgramme.Of(Now, Clay with { Capacity = 30 }, TestProgramme.Slot("fresh", Now)), writes: 3));
        }
        await RegisterAsync(site, "clay", "old@example.org");
        await using var second = await TestSite.StartAsync(new TestSiteChoices { Connection = site.Connection });
        await RegisterAsync(second, "clay", "new@example.org");
        await RegisterAsync(second, "talk", "new@example.org");
    }

    private async Task<List<string>> MailsAsync(int atLeast)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var mails = Directory.Exists(site.MailFolder) ? Directory.GetFiles(site.MailFolder, "*.eml") : [];
            if (mails.Length >= atLeast)
                return [.. mails.Select(File.ReadAllText)];
            Assert.True(TimeProvider.System.GetElapsedTime(end) < MailPatience, $"{mails.Length} mails of {atLeast} arrived.");
            await Task.Delay(100);
        }
    }

    private static async Task<(string Key, string Token)> RegisterAsync(TestSite site, string slot, string email)
    {
        using var answer = await site.Client.PostAsJsonAsync(
            $"api/slots/{slot}/registrations", new { name = "Айгүл", email, party = 1, language = "en", consent = true, requestId = SignUp.NewRequestId() });
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var ticket = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket");
        return (ticket.GetProperty("key").GetString()!, ticket.GetProperty("token").GetString()!);
    }

    private async Task<string> ScanAsync(string slot, string token, string door)
    {
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door", "yard-door"], TimeSpan.FromHours(1), reusable: false, CancellationToken.None);
        var pairing = await site.Get<DoorDesk>().PairAsync(code, "Phone", null, CancellationToken.None);
        using var phone = site.NewClient();
        phone.DefaultRequestHeaders.Authorization = new("Bearer", pairing.Token);
        using var answer = await phone.PostAsJsonAsync("api/door/scans", new { scans = new[] { new { scanId = $"{slot}-{door}", token, slot, door, scannedAt = Now } } });
        return await answer.Content.ReadAsStringAsync();
    }
}
