using System.Net.Http.Json;
using System.Text.Json;
using Esik.Bench.Festivals;
using Esik.Bench.Pictures;
using Esik.Bench.Processes;
using Esik.Doors;
using Esik.Hosting;
using Esik.Programmes;
using Esik.Registrations;
using Microsoft.Playwright;

namespace Esik.Bench.Parts;

/// <summary>The door page in a real browser: what its reader makes of spoiled pictures, and how long a guest stands before the camera.</summary>
public sealed class DoorPagePart(BenchRun bench)
{
    private const int Capacity = 150;
    private const int Guests = 54;
    private const int Answers = 46;
    private const int FirstAnswers = 10;
    private const int PictureSets = 3;
    private const int SecondsMax = 120;

    // Longer than an answer stays at least, on a slow machine too.
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(1);

    // BenchFestival's slots begin in three days; this one's in twenty minutes, and its door is open.
    private static readonly TimeSpan Back = TimeSpan.FromDays(3) - TimeSpan.FromMinutes(20);

    private const string Measures = """
        () => performance.getEntriesByName("door-answer").map((entry) => [entry.duration, entry.detail.readMilliseconds, entry.detail.grabMilliseconds])
        """;

    public async Task RunAsync(CancellationToken stop)
    {
        await using var storage = await BenchStorage.StartAsync(stop);
        var folder = Directory.CreateTempSubdirectory("esik-bench-door-").FullName;
        // A browser says where its page is from, and only the site's own pages may post.
        var home = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var settings = new Dictionary<string, string?>(BenchSettings.Of(storage.Connection, Path.Combine(folder, "mail"))) { ["PublicUrl"] = home };
        await using (var site = BenchSite.Build(settings, address: home))
        {
            await site.Get<EsikStorage>().PrepareAsync(stop);
            await site.Get<ProgrammeImport>().RunAsync(BenchFestival.Of(1, Capacity, TimeProvider.System.GetUtcNow() - Back), new Progress<string>(), stop);
            await site.Application.StartAsync(stop);
            var address = new Uri(site.Application.Urls.Single());
            using var driver = await Playwright.CreateAsync();
            var tokens = await Task.WhenAll(Enumerable.Range(0, 2 * Guests).Select(number => TokenAsync(address, number, stop)));
            await PicturesAsync(driver, address, tokens);
            var still = tokens.Take(Guests).Select(token => TicketPicture.Of(token, 0));
            var spoiled = tokens.Skip(Guests).Select((token, number) => TicketPicture.Of(token, number % TicketPicture.Count));
            await FramesAsync(driver, site, "each ticket held still before a table", still, folder, stop);
            await FramesAsync(driver, site, "spoiled as above, one way after the other", spoiled, folder, stop);
            bench.Findings.Note($"Door page: Chromium without a window and without a graphics card, a film of {Guests} guests of {TicketPicture.Width} by {TicketPicture.Height} pixels as its camera, each ticket for a second; measured in the page from taking "
                + "the picture off the camera until the answer stands on it, the scan stored before. The reader's own time is that of its call for the same picture.");
            await site.Application.StopAsync(stop);
        }
        Directory.Delete(folder, recursive: true);
    }

    private async Task PicturesAsync(IPlaywright driver, Uri address, string[] tokens)
    {
        bench.Say("door: spoiled pictures");
        await using var browser = await PageReader.LaunchAsync(driver);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(address, "door").AbsoluteUri);
        foreach (var token in tokens.Take(PictureSets))
        {
            var pictures = TicketPicture.AllOf(token);
            var read = await PageReader.ReadAsync(page, pictures);
            foreach (var (picture, text) in pictures.Zip(read))
                bench.Findings.Row("Spoiled pictures of a ticket", picture.Name, ("read", text == token ? 1 : 0));
            bench.Findings.Add("door.pictures_read", (double)read.Count(text => text == token) / pictures.Count);
        }
    }

    private async Task FramesAsync(IPlaywright driver, BenchSite site, string name, IEnumerable<TicketPicture> pictures, string folder, CancellationToken stop)
    {
        bench.Say($"door: from the camera's picture to the answer, {name}");
        var film = Path.Combine(folder, "tickets.mjpeg");
        TicketFilm.Write(film, pictures, Held);
        await using var browser = await PageReader.LaunchAsync(driver, film);
        await using var context = await browser.NewContextAsync(new() { Permissions = ["camera"], ViewportSize = new() { Width = 412, Height = 732 } });
        var page = await context.NewPageAsync();
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall"], TimeSpan.FromHours(1), reusable: false, stop);
        await page.GotoAsync($"{site.Application.Urls.Single()}/door#{code}");
        await page.ClickAsync("#pair-start");
        // The first guests wake the reader and the browser's own caches.
        foreach (var (whole, reader, grab) in (await AnswersAsync(page, stop)).Skip(FirstAnswers))
        {
            bench.Findings.Add("door.frame_vs_decoder", whole / reader);
            bench.Findings.Row(
                "From the camera's picture to the answer on the page", name,
                ("ms", whole), ("of that the reader, ms", reader), ("copying the picture, ms", grab), ("judging, storing, drawing, ms", whole - reader - grab));
        }
    }

    private static async Task<IReadOnlyList<(double Whole, double Reader, double Grab)>> AnswersAsync(IPage page, CancellationToken stop)
    {
        var answers = Array.Empty<double[]>();
        for (var second = 0; answers.Length < Answers; second++)
        {
            if (second == SecondsMax)
                throw new InvalidOperationException($"The door page gave {answers.Length} answers in {SecondsMax} s, {Answers} were wanted; it showed: {await page.InnerTextAsync("body")}");
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            answers = await page.EvaluateAsync<double[][]>(Measures);
        }
        return [.. answers.Select(answer => (answer[0], answer[1], answer[2]))];
    }

    private static async Task<string> TokenAsync(Uri address, int number, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = address };
        var guest = new { name = BenchGuests.NameOf(number), email = BenchGuests.EmailOf(number), party = 1, language = "kk", consent = true, requestId = SignUp.NewRequestId() };
        using var answer = await client.PostAsJsonAsync($"api/slots/{BenchFestival.SlotIds(1)[0]}/registrations", guest, stop);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
        return json.GetProperty("ticket").GetProperty("token").GetString()!;
    }
}
