using Microsoft.Extensions.Time.Testing;

namespace Esik.Slots.Tests;

public sealed class AnnouncementsTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 9, 18, 7, 0, 0, TimeSpan.Zero));
    private readonly MemorySlotStore store = new(capacity: 10);
    private readonly Announcements announcements;

    public AnnouncementsTests() => announcements = new Announcements("clay", new PatientSlotStore(store, clock), clock);

    [Fact]
    public async Task A_quiet_slot_announces_each_batch_by_itself()
    {
        for (var batch = 1; batch <= 10; batch++)
        {
            var id = await announcements.AnnounceAsync(announcements.Next());
            Assert.True(id.IsAnnounced);
            announcements.Count();
            Assert.Equal(batch, store.Announced.Count);
            Assert.False(announcements.Next().IsAnnounced);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task In_a_rush_one_message_announces_the_batches_to_come()
    {
        await RushAsync();
        var before = store.Announced.Count;
        await announcements.AnnounceAsync(announcements.Next());
        Assert.Equal(before + 1 + Announcements.AheadMax, store.Announced.Count);

        var ahead = Enumerable.Range(0, Announcements.AheadMax).Select(_ => announcements.Next()).ToList();
        Assert.All(ahead, id => Assert.True(id.IsAnnounced));
        Assert.Equal(store.Announced[^Announcements.AheadMax..], ahead.Select(id => id.Text));
        Assert.False(announcements.Next().IsAnnounced);
        Assert.Equal(store.Announced.Count, store.Announced.Distinct().Count());
    }

    [Fact]
    public async Task What_was_announced_long_ago_is_announced_again()
    {
        await RushAsync();
        await announcements.AnnounceAsync(announcements.Next());
        clock.Advance(TimeSpan.FromSeconds(3));
        Assert.False(announcements.Next().IsAnnounced);
    }

    [Fact]
    public async Task An_id_that_was_not_used_is_for_the_next_batch()
    {
        await RushAsync();
        await announcements.AnnounceAsync(announcements.Next());
        var first = announcements.Next();
        announcements.Return(first);
        var next = Enumerable.Range(0, Announcements.AheadMax).Select(_ => announcements.Next()).ToList();
        Assert.Contains(first, next);
        announcements.Return(new BatchId("never announced", null));
        Assert.NotEqual("never announced", announcements.Next().Text);
    }

    [Fact]
    public async Task What_could_not_be_announced_is_not_taken_for_announced()
    {
        await RushAsync();
        store.BeforeAnnounce = () => throw new IOException("lost");
        await Assert.ThrowsAsync<IOException>(() => announcements.AnnounceAsync(announcements.Next()));
        Assert.False(announcements.Next().IsAnnounced);
    }

    private async Task RushAsync()
    {
        await announcements.AnnounceAsync(announcements.Next());
        for (var batch = 0; batch < 20; batch++)
            announcements.Count();
    }
}
