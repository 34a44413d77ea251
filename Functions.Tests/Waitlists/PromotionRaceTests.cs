using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Esik.Waitlists.Tests;

/// <summary>Two processes that promote at once, woken by each other's transactions.</summary>
public sealed class PromotionRaceTests
{
    private const int Waiting = 12;
    private const int More = 5;

    private static readonly DateTimeOffset Noon = new(2027, 9, 17, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Two_processes_promote_each_party_once_and_the_first_in_line_first()
    {
        var (promoted, mistakes) = await RaceAsync(versionBlind: false);
        Assert.Equal(Enumerable.Range(0, More).Select(number => $"guest{number}"), promoted);
        Assert.Equal([], mistakes);
    }

    // Negative control: without versions the same race is lost.
    [Fact]
    public async Task Without_versions_they_lose_count()
    {
        var (_, mistakes) = await RaceAsync(versionBlind: true);
        Assert.NotEmpty(mistakes);
    }

    private static async Task<(IReadOnlyList<string> Promoted, IReadOnlyList<string> Mistakes)> RaceAsync(bool versionBlind)
    {
        await using var world = await LineWorld.CreateAsync(Noon, start: Noon.AddHours(10), capacity: 2, readsQueue: false);
        await world.RegisterAsync("taker", party: 2);
        for (var number = 0; number < Waiting; number++)
            await world.RegisterAsync($"guest{number}");
        // The import that raises the places, in its two parts, by a process that dies before it looks at the line.
        var programmes = world.Site.Get<Programmes.ProgrammeTable>();
        var stored = (await programmes.SlotsAsync(CancellationToken.None)).Single();
        await programmes.WriteSlotAsync(stored with { Slot = stored.Slot with { Capacity = 2 + More } }, CancellationToken.None);
        var dead = new SlotWriters(new SilentStore(world.Site.Get<SlotTable>()), new SlotSettings(), world.Clock, NullLogger<SlotWriters>.Instance);
        await dead.ChangeAsync(LineWorld.Slot, new CapacityChange(2 + More));
        var meeting = new Meeting(2);
        await using var one = await OtherAsync(world, versionBlind, meeting);
        await using var two = await OtherAsync(world, versionBlind, meeting);
        await Task.WhenAll(new[] { one, two }.Select(other => other.Get<Waitlist>().MoveAsync(LineWorld.Slot, CancellationToken.None)));
        await dead.StopAsync(CancellationToken.None);
        var confirmed = (await SeatCheck.RowsAsync<Registration>(world.Site, LineWorld.Slot, Registration.Prefix))
            .Where(registration => registration.State == RegistrationState.Confirmed && registration.Party == 1)
            .OrderBy(registration => registration.Order, StringComparer.Ordinal)
            .Select(registration => registration.Email.Split('@')[0]);
        var told = (await world.OutboxesAsync()).SelectMany(outbox => outbox.Mails).Count(mail => mail.Kind == MailKind.Promoted);
        var mistakes = await SeatCheck.MistakesAsync(world.Site);
        return ([.. confirmed], told == More ? mistakes : [.. mistakes, $"{told} guests were told that a place came free, not {More}"]);
    }

    private static Task<TestSite> OtherAsync(LineWorld world, bool versionBlind, Meeting meeting) => TestSite.StartAsync(new()
    {
        Clock = world.Clock,
        Connection = world.Site.Connection,
        Configure = services =>
        {
            LineWorld.LeaveQueueAlone(services);
            services.Replace(ServiceDescriptor.Singleton<ISlotStore>(provider => versionBlind
                ? new VersionBlindStore(provider.GetRequiredService<SlotTable>(), provider.GetRequiredService<EsikStorage>(), meeting)
                : new MeetingStore(provider.GetRequiredService<SlotTable>(), meeting)));
        },
    });
}
