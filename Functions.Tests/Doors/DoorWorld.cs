using Esik.Audits.Tests;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Tickets;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>
/// A site with one slot, and volunteers' phones in real browsers at its doors. Whatever happens to them, what is stored is audited in the
/// end; and where they can still be joined, they agree.
/// </summary>
public abstract class DoorWorld(int capacity = 20) : IAsyncLifetime
{
    private readonly List<DoorPhone> phones = [];
    private readonly TemporaryFolder folder = new();

    protected ShiftedClock Clock { get; } = new(TimeProvider.System.GetUtcNow());

    private protected TestSite Site { get; private set; } = null!;

    protected virtual TestSiteChoices Choices => new();

    public async Task InitializeAsync()
    {
        Site = await TestSite.StartAsync(Choices with { Clock = Clock });
        var now = Clock.GetUtcNow();
        await Site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity)));
    }

    public async Task DisposeAsync()
    {
        folder.Dispose();
        await AuditCheck.CloseAsync(Site);
    }

    /// <inheritdoc cref="DoorPhone.PairAsync"/>
    private protected async Task<DoorPhone> PairAsync(IBrowserContext? context = null, DoorRole role = DoorRole.Volunteer, string door = "hall-door", TimeSpan? lasting = null)
    {
        phones.Add(await DoorPhone.PairAsync(Site, context, role, door, lasting));
        return phones[^1];
    }

    /// <summary>Joins all phones. So many are inside then, by the counters and on every page, and nothing is lost or there twice.</summary>
    /// <param name="inside"></param>
    /// <param name="clashes">How many are open. A scan that is taken for another one when it comes again would be one more.</param>
    protected async Task AgreeAsync(int inside, int clashes = 0)
    {
        await JoinAsync();
        Assert.Equal((inside, clashes), (await InsideAsync(), (await SeatCheck.RowsAsync<Clash>(Site, "clay", Clash.Prefix)).Count(clash => clash.IsOpen)));
    }

    /// <summary>Joins all phones, and waits until they agree with what is stored.</summary>
    protected Task JoinAsync() => SeatCheck.UntilNoneAsync(() => DoorCheck.MistakesAsync(Site, phones));

    protected async Task<int> InsideAsync() => (await SeatCheck.LedgerAsync(Site)).Inside;

    /// <summary>A guest's ticket, and its short code as it is printed.</summary>
    private protected async Task<(string Token, string Code)> GuestAsync(string name, int party = 1)
    {
        var guest = await new TestGuest($"{name}@example.org", party).RegisterAsync(Site, "clay");
        var registration = (await SeatCheck.RowsAsync<Registration>(Site, "clay", Registration.Prefix)).Single(known => known.Email == $"{name}@example.org");
        return (guest.Token, $"{registration.ShortCode[..4]}-{registration.ShortCode[4..]}");
    }

    /// <summary>A browser whose camera looks at a ticket all the time; dispose of it.</summary>
    protected Task<IBrowser> CameraAsync(string token)
    {
        var name = Guid.NewGuid().ToString("N");
        var code = folder.Write($"{name}.png", QrPicture.Of(token).Png());
        var video = Path.Combine(folder.Path, $"{name}.mjpeg");
        Tool.Run(
            "ffmpeg", "-loglevel", "error", "-loop", "1", "-i", code, "-vf", "scale=480:480:flags=neighbor,pad=1280:720:(ow-iw)/2:(oh-ih)/2:gray",
            "-t", "1", "-r", "10", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg", video);
        return TestBrowser.WithCameraAsync(video);
    }
}
