using Esik.Hosting.Tests;
using Esik.Mails.Tests;
using Esik.Registrations;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Waitlists.Tests;

/// <summary>How often a line is read for the pages of those who wait, and what they see in between.</summary>
public sealed class LinePlacesTests
{
    private readonly ShiftedClock clock = new(MailDay.Noon);
    private readonly CountedLines lines = new();

    [Fact]
    public async Task Fifty_who_join_within_a_second_cost_one_reading()
    {
        using var places = new LinePlaces(lines, clock);
        for (var number = 1; number <= 50; number++)
        {
            clock.Move(TimeSpan.FromMilliseconds(10));
            var guest = Waiting(number);
            lines.Parties.Add(new(guest.Ticket, guest.Party, guest.Order));
            clock.Move(TimeSpan.FromMilliseconds(10));
            // The tally is a little behind: whoever has a place is in line too.
            Assert.Equal(new LinePlace(number, number), await places.OfAsync("clay", guest, number / 2, CancellationToken.None));
        }
        Assert.Equal(1, lines.Readings);
    }

    [Fact]
    public async Task A_crowd_that_looks_at_once_waits_for_one_reading()
    {
        using var places = new LinePlaces(lines, clock);
        var guest = Waiting(7);
        lines.Parties.Add(new(guest.Ticket, guest.Party, guest.Order));
        clock.Move(TimeSpan.FromSeconds(1));
        lines.Holds = new TaskCompletionSource();
        var crowd = Enumerable.Range(0, 50).Select(_ => Task.Run(() => places.OfAsync("clay", guest, 0, CancellationToken.None))).ToList();
        await Task.Delay(50);
        clock.Move(LinePlaces.KeptFor * 2);
        crowd.Add(places.OfAsync("clay", guest, 0, CancellationToken.None));
        lines.Holds.SetResult();
        Assert.All(await Task.WhenAll(crowd), seen => Assert.Equal(new LinePlace(1, 1), seen));
        Assert.Equal(1, lines.Readings);
    }

    [Fact]
    public async Task A_line_is_read_again_after_ten_seconds_and_another_address_keeps_the_place()
    {
        using var places = new LinePlaces(lines, clock);
        var (first, second) = (Waiting(1), Waiting(2));
        lines.Parties.AddRange([new(first.Ticket, 1, first.Order), new(second.Ticket, 1, second.Order)]);
        clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal(new LinePlace(2, 2), await places.OfAsync("clay", second with { Ticket = "another" }, 0, CancellationToken.None));
        lines.Parties.RemoveAt(0);
        Assert.Equal(new LinePlace(2, 2), await places.OfAsync("clay", second, 0, CancellationToken.None));
        clock.Move(LinePlaces.KeptFor);
        Assert.Equal(new LinePlace(1, 1), await places.OfAsync("clay", second, 0, CancellationToken.None));
        Assert.Equal(2, lines.Readings);
    }

    [Fact]
    public async Task Without_storage_it_is_the_place_at_joining_and_storage_is_not_asked_at_every_look()
    {
        using var places = new LinePlaces(lines, clock);
        var guest = Waiting(7);
        clock.Move(TimeSpan.FromSeconds(1));
        lines.Outage = new IOException("The emulator is gone.");
        Assert.Equal(new LinePlace(7, 9), await places.OfAsync("clay", guest, 9, CancellationToken.None));
        Assert.Equal(new LinePlace(7, 7), await places.OfAsync("clay", guest, 0, CancellationToken.None));
        Assert.Equal(1, lines.Readings);
    }

    [Fact]
    public async Task A_line_that_nobody_looks_at_is_forgotten_and_one_that_somebody_looks_at_is_not()
    {
        var fake = new FakeTimeProvider(MailDay.Noon);
        using var places = new LinePlaces(lines, fake);
        var guest = Waiting(7) with { WaitingSince = MailDay.Noon.AddSeconds(-1) };
        await places.OfAsync("clay", guest, 0, CancellationToken.None);
        await places.OfAsync("talk", guest, 0, CancellationToken.None);
        Assert.Equal(2, places.Count);
        fake.Advance(LinePlaces.KeptFor);
        await places.OfAsync("clay", guest, 0, CancellationToken.None);
        fake.Advance(LinePlaces.ForgottenAfter - LinePlaces.KeptFor);
        Assert.Equal(1, places.Count);
        fake.Advance(LinePlaces.ForgottenAfter);
        Assert.Equal(0, places.Count);
    }

    private Registration Waiting(int number) => MailDay.Guest(number, state: RegistrationState.Waiting) with
    {
        Order = $"{number:D4}",
        Place = number,
        WaitingSince = clock.GetUtcNow(),
    };

    private sealed class CountedLines : ILines
    {
        private int readings;

        public int Readings => readings;

        public List<LineParty> Parties { get; } = [];

        public TaskCompletionSource? Holds { get; set; }

        public Exception? Outage { get; set; }

        public async Task<Line> ReadAsync(string slot, CancellationToken stop)
        {
            Interlocked.Increment(ref readings);
            var line = Line.Of(Parties);
            if (Holds is { } held)
                await held.Task;
            return Outage is { } outage ? throw outage : line;
        }
    }
}
