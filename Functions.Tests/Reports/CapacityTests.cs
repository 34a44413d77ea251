using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Languages;
using Esik.Organizers.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Microsoft.Extensions.Time.Testing;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Reports.Tests;

/// <summary>The report over real storage.</summary>
public sealed class CapacityTests
{
    [Fact]
    public async Task Three_hundred_slots_cost_three_hundred_reads_and_the_next_look_none()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(69));
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(300, DateTimeOffset.UnixEpoch.AddYears(70)), clock));
        var table = site.Get<SlotTable>();
        await Parallel.ForEachAsync(Enumerable.Range(1, 300), async (number, stop) =>
            Assert.True(await table.WriteTallyAsync($"slot-{number}", new Tally(20, number % 20, 0, 0, 0, 0, 1, DateTimeOffset.UnixEpoch), null, stop)));
        using var client = await SignInAsync(site);
        var counts = site.Get<StorageRequests>();
        var before = counts.Counts.GetValueOrDefault("GET slots");
        var waited = Stopwatch.StartNew();

        var report = JsonDocument.Parse(await client.GetStringAsync(Relative("/api/reports/capacity"))).RootElement;

        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), $"It took {waited.Elapsed}.");
        Assert.Equal(300, report.GetProperty("slots").GetArrayLength());
        Assert.Equal(Enumerable.Range(1, 300).Sum(number => number % 20), report.GetProperty("slots").EnumerateArray().Sum(slot => slot.GetProperty("taken").GetInt32()));
        Assert.Equal(300, counts.Counts["GET slots"] - before);
        await client.GetStringAsync(Relative("/organizer/capacity"));
        Assert.Equal(300, counts.Counts["GET slots"] - before);
        clock.Advance(Tallies.KeptFor);
        await client.GetStringAsync(Relative("/api/reports/capacity.csv"));
        Assert.Equal(600, counts.Counts["GET slots"] - before);
    }

    [Fact]
    public async Task A_sign_up_stands_in_the_report_within_five_seconds()
    {
        var programme = FixedProgrammes.OfSlots(2, DateTimeOffset.UnixEpoch.AddYears(70));
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(programme));
        await using var other = await TestSite.StartAsync(FixedProgrammes.Site(programme) with { Connection = site.Connection });
        foreach (var slot in programme.Slots)
            await site.Get<SlotTable>().CreateLedgerAsync(slot.Id, slot.Capacity!.Value, CancellationToken.None);
        using var client = await SignInAsync(other);
        Assert.Equal(0, (await SlotAsync(client, "slot-1")).GetProperty("taken").GetInt32());

        var signUp = new SignUp("Aigerim", EmailAddress.Parse("guest@example.org")!, 3, Language.Kazakh, SignUp.NewRequestId());
        Assert.NotNull(await site.Get<RegistrationDesk>().RegisterAsync(programme.Slots[0], signUp, CancellationToken.None));
        var waited = Stopwatch.StartNew();
        while ((await SlotAsync(client, "slot-1")).GetProperty("taken").GetInt32() != 3)
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), "The report is more than five seconds behind.");
            await Task.Delay(100);
        }
        Assert.Contains("<dd>3 <small>/ 40</small></dd>", await client.GetStringAsync(Relative("/organizer/capacity")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_has_exactly_its_shape()
    {
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(SmallFestival.Programme));
        using var client = await SignInAsync(site);
        var text = await client.GetStringAsync(Relative("/api/reports/capacity"));
        Assert.Equal(
            """,[{"slot":"clay","capacity":12,"taken":0,"offered":0,"waiting":0,"inside":0,"free":12,"walkIns":0,"released":0},{"slot":"night","capacity":4,"taken":0,"offered":0,"waiting":0,"inside":0,"free":4,"walkIns":0,"released":0},{"slot":"walls","capacity":null,"taken":0,"offered":0,"waiting":0,"inside":0,"free":null,"walkIns":0,"released":0}]}""",
            text[text.IndexOf(",\"slots\":", StringComparison.Ordinal)..].Replace("\"slots\":", "", StringComparison.Ordinal));
        Assert.StartsWith("{\"at\":\"", text, StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(text).RootElement.GetProperty("at").TryGetDateTimeOffset(out var at) && at.Offset == TimeSpan.Zero);
    }

    [Fact]
    public async Task The_csv_opens_in_a_spreadsheet_and_runs_nothing()
    {
        var reading = SmallFestival.Read(SmallFestival.With("/slots/0/title/ru", "\"=cmd|'/c calc'!A1\""));
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(reading.Programme!));
        using var client = await SignInAsync(site);
        client.DefaultRequestHeaders.Add("Accept-Language", "ru");

        using var answer = await client.GetAsync(Relative("/api/reports/capacity.csv"));

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("slot,title,day,start,end,kind,venue,cancelled,capacity,taken,offered,waiting,inside,free,walk-ins,released", lines[0]);
        Assert.Equal("clay,'=cmd|'/c calc'!A1,2027-03-28,11:00,13:00,Мастер-класс,Мастерская,no,12,0,0,0,0,12,0,0", lines[1]);
        Assert.Equal("walls,Стены,2027-10-31,10:00,20:00,Выставка,Галерея,no,,,,,,,,", lines[3]);
    }

    [Fact]
    public async Task The_page_refreshes_itself_unless_it_is_paused()
    {
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(SmallFestival.Programme));
        using var client = await SignInAsync(site);
        using var live = await client.GetAsync(Relative("/organizer/capacity"));
        using var paused = await client.GetAsync(Relative("/organizer/capacity?refresh=off"));
        Assert.Equal("20", live.Headers.GetValues("Refresh").Single());
        Assert.False(paused.Headers.Contains("Refresh"));
        Assert.Equal(HttpStatusCode.OK, paused.StatusCode);
    }

    [Fact]
    public async Task What_went_wrong_stands_on_top()
    {
        await using var site = await TestSite.StartAsync(FixedProgrammes.Site(SmallFestival.Programme));
        await site.Storage.Queue(Queues.Poison(Queues.Mails)).SendMessageAsync("spoilt");
        await site.Get<Mails.MailTroubleTable>().NoteAsync(new Mails.MailTrouble("clay", "batch", DateTimeOffset.UnixEpoch, 0, 2, "550 <b>no such mailbox</b>"), CancellationToken.None);
        using var client = await SignInAsync(site);
        client.DefaultRequestHeaders.Add("Accept-Language", "en");

        foreach (var page in new[] { "/organizer", "/organizer/capacity" })
        {
            var text = await client.GetStringAsync(Relative(page));
            Assert.Contains("2 mails were not delivered", text, StringComparison.Ordinal);
            Assert.Contains("1 task failed five times", text, StringComparison.Ordinal);
            Assert.Contains("550 &lt;b&gt;no such mailbox", text, StringComparison.Ordinal);
            Assert.True(text.IndexOf("id=\"troubles\"", StringComparison.Ordinal) < text.IndexOf("<h1>", StringComparison.Ordinal));
        }
    }

    private static async Task<JsonElement> SlotAsync(HttpClient client, string slot) =>
        JsonDocument.Parse(await client.GetStringAsync(Relative("/api/reports/capacity"))).RootElement
            .GetProperty("slots").EnumerateArray().Single(line => line.GetProperty("slot").GetString() == slot);
}
