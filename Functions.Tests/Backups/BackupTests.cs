using System.IO.Compression;
using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Esik.Audits;
using Esik.Doors.Tests;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Esik.Backups.Tests;

public sealed class BackupTests
{
    [Fact]
    public async Task A_festival_comes_back_as_it_was()
    {
        await using var world = await BackupWorld.StartAsync();
        var door = await TestDoor.PairAsync(world.Site, "hall-door");
        await door.ScanAsync(TestDoor.Scan(world.Guest.Token, places: 1));
        await using var other = await BackupWorld.EmptyAsync();
        var answer = await BackupWorld.RestoreAsync(other, await world.BackupAsync());

        Assert.Equal(RestoreOutcome.Restored, answer.Outcome);
        Assert.Equal(await BackupWorld.RowsAsync(world.Site), await BackupWorld.RowsAsync(other));
        Assert.Equal(answer.Rows, (await BackupWorld.RowsAsync(other)).Count);
        Assert.Equal([], await BackupWorld.AuditAsync(other));
        using var page = await other.Client.GetAsync(new Uri($"/kk/tickets/{world.Guest.Key}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(("welcome", 1, 0), (await door.At(other).ScanAsync(TestDoor.Scan(world.Guest.Token))).Admitted());
        Assert.Equal("already-inside", (await door.At(other).ScanAsync(TestDoor.Scan(world.Guest.Token))).Answer());
    }

    [Fact]
    public async Task What_was_still_owed_is_done_after_a_restore()
    {
        await using var world = await BackupWorld.StartAsync();
        // A mail that had not gone, and of which no message tells any more.
        var outbox = (await SeatCheck.RowsAsync<Outbox>(world.Site, "clay", Outbox.Prefix)).First(outbox => outbox.Mails.Any(mail => mail.Kind == MailKind.Ticket));
        var pending = outbox with { Mails = [.. outbox.Mails.Select(mail => mail with { State = OutboxState.Pending })] };
        await world.Site.Storage.Slots.UpsertEntityAsync(SlotRowsTable.ToEntity(world.Site.Get<SlotTable>().Partition("clay"), pending, outbox.BatchId));
        await using var other = await BackupWorld.EmptyAsync();
        await BackupWorld.RestoreAsync(other, await world.BackupAsync());

        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(other) == pending.Mails.Count, "the mails that were owed");
    }

    [Fact]
    public async Task A_damaged_or_cut_off_file_is_refused()
    {
        await using var world = await BackupWorld.StartAsync();
        var file = await world.BackupAsync();
        await BackupContents.ReadAsync(new MemoryStream(file), CancellationToken.None);
        for (var place = 0; place < file.Length; place += Math.Max(1, file.Length / 50))
        {
            var damaged = file.ToArray();
            damaged[place] ^= 0x10;
            // Gzip's own header holds a time and a system that nobody reads.
            if (place is not (>= 4 and < 10))
                await Assert.ThrowsAsync<InvalidDataException>(() => BackupContents.ReadAsync(new MemoryStream(damaged), CancellationToken.None));
            await Assert.ThrowsAsync<InvalidDataException>(() => BackupContents.ReadAsync(new MemoryStream(file[..place]), CancellationToken.None));
        }
        // Of a packed file's last bytes unpacking itself makes no use.
        for (var missing = 1; missing < 30; missing++)
            await Assert.ThrowsAsync<InvalidDataException>(() => BackupContents.ReadAsync(new MemoryStream(file[..^missing]), CancellationToken.None));
    }

    [Theory]
    [InlineData("\"version\":1", "\"version\":2", "newer Esik")]
    [InlineData("\"format\":\"esik-backup\"", "\"format\":\"other\"", "no backup of Esik")]
    [InlineData("~clay", "~clax", "checksum")]
    public async Task A_changed_file_is_refused_with_the_reason(string text, string changed, string reason)
    {
        await using var world = await BackupWorld.StartAsync();
        using var plain = new MemoryStream();
        await new GZipStream(new MemoryStream(await world.BackupAsync()), CompressionMode.Decompress).CopyToAsync(plain);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(plain.ToArray()).Replace(text, changed, StringComparison.Ordinal)));
        packed.Position = 0;

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => BackupContents.ReadAsync(packed, CancellationToken.None));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_holds_the_festival_is_left_alone()
    {
        await using var world = await BackupWorld.StartAsync();
        var before = await BackupWorld.RowsAsync(world.Site);

        Assert.Equal(RestoreOutcome.NotEmpty, (await BackupWorld.RestoreAsync(world.Site, await world.BackupAsync())).Outcome);
        Assert.Equal(before, await BackupWorld.RowsAsync(world.Site));
    }

    [Fact]
    public async Task What_broke_off_is_completed_by_the_same_file_alone()
    {
        await using var world = await BackupWorld.StartAsync();
        var (file, later) = (await world.BackupAsync(), await world.BackupAsync());
        await using var other = await BackupWorld.EmptyAsync();
        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BackupWorld.RestoreAsync(other, file, progress: new AtOnce(end.Cancel), stop: end.Token));

        using var page = await other.Client.GetAsync(new Uri("/kk", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal(RestoreOutcome.OtherFile, (await BackupWorld.RestoreAsync(other, later)).Outcome);
        Assert.Equal(RestoreOutcome.Restored, (await BackupWorld.RestoreAsync(other, file)).Outcome);
        Assert.Equal(await BackupWorld.RowsAsync(world.Site), await BackupWorld.RowsAsync(other));
    }

    // All rows but the last are there, and whoever serves this storage has heard of no restore.
    [Fact]
    public async Task Until_a_restore_has_ended_a_site_serves_nobody()
    {
        await using var world = await BackupWorld.StartAsync();
        var file = await world.BackupAsync();
        var rows = (await BackupContents.ReadAsync(new MemoryStream(file), CancellationToken.None)).Rows;
        await using var other = await BackupWorld.EmptyAsync();
        using var end = new CancellationTokenSource();
        var late = new Late(rows - 1, end.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BackupWorld.RestoreAsync(other, file, progress: late, stop: end.Token));

        Assert.True(late.WasReached);
        foreach (var path in (string[])["/kk", "/api/programme", $"/kk/tickets/{world.Guest.Key}"])
        {
            using var page = await other.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        }
        Assert.Equal(RestoreOutcome.Restored, (await BackupWorld.RestoreAsync(other, file)).Outcome);
        using var served = await other.Client.GetAsync(new Uri("/kk", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(await BackupWorld.RowsAsync(world.Site), await BackupWorld.RowsAsync(other));
    }

    [Fact]
    public async Task A_slot_that_changes_while_it_is_read_is_read_again()
    {
        var between = new BetweenPages();
        await using var world = await BackupWorld.StartAsync(new() { Configure = services => services.Replace(ServiceDescriptor.Singleton<StorageRequests>(between)) });
        var table = new BackupTable(world.Site.Storage, world.Site.Get<SiteSettings>(), world.Site.Get<SlotTable>(), TimeProvider.System) { PageRowsMax = Counter.PerSlot + 1 };
        // The first page holds the counters of "clay"; its registrations come later.
        between.Then = () => new TestGuest("meanwhile@example.org", 1).RegisterAsync(world.Site, "clay");
        var file = await world.BackupAsync(table);
        var contents = await BackupContents.ReadAsync(new MemoryStream(file), CancellationToken.None);
        await using var other = await BackupWorld.EmptyAsync();
        await BackupWorld.RestoreAsync(other, file, contents);

        Assert.Equal([], await BackupWorld.AuditAsync(other));
        Assert.Contains("meanwhile@example.org", (await SeatCheck.RowsAsync<Registration>(other, "clay", Registration.Prefix)).Select(guest => guest.Email));

        // The control: the first reading alone does not add up.
        await using var torn = await BackupWorld.EmptyAsync();
        var first = contents with { Chosen = contents.Chosen.ToDictionary(section => section.Key, section => section.Key.Partition.EndsWith("~clay", StringComparison.Ordinal) ? 0 : section.Value) };
        await BackupWorld.RestoreAsync(torn, file, first);
        Assert.Contains(Damage.TakenMiscounted, await BackupWorld.AuditAsync(torn));
    }

    // Whoever writes the file would take it for a disk that is full.
    [Fact]
    public async Task A_connection_that_breaks_is_an_outage_of_storage_and_not_a_failure_of_the_file()
    {
        var breaking = new Breaking();
        await using var site = await TestSite.StartAsync(new() { Configure = services => services.Replace(ServiceDescriptor.Singleton<StorageRequests>(breaking)) });
        var table = new BackupTable(site.Storage, site.Get<SiteSettings>(), site.Get<SlotTable>(), TimeProvider.System) { TriesMax = 1 };
        breaking.IsBroken = true;
        var outage = await Assert.ThrowsAsync<BusyException>(() => table.IsEmptyAsync(CancellationToken.None));
        var standStill = await Assert.ThrowsAsync<BusyException>(() => table.StandStillAsync("p", new Dictionary<string, string> { ["!0"] = "v" }, CancellationToken.None));
        breaking.IsBroken = false;

        Assert.All([outage, standStill], failure => Assert.Equal("Storage did not answer: Connection reset.", failure.Message));
    }

    private sealed class Breaking : StorageRequests
    {
        public bool IsBroken { get; set; }

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            IsBroken ? throw new IOException("Connection reset.") : base.ProcessAsync(message, pipeline);
    }

    private sealed class Late(long rows, Action act) : IProgress<RestoreAnswer>
    {
        public bool WasReached { get; private set; }

        public void Report(RestoreAnswer value)
        {
            if (value.Rows < rows)
                return;
            WasReached = true;
            act();
        }
    }

    private sealed class AtOnce(Action act) : IProgress<RestoreAnswer>
    {
        public void Report(RestoreAnswer value) => act();
    }

    /// <summary>Has something happen between the first page of all slots' rows and the second.</summary>
    private sealed class BetweenPages : StorageRequests
    {
        private Func<Task>? then;

        public Func<Task> Then
        {
            set => then = value;
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var isSecondPage = message.Request.Uri.Query.Contains("NextRowKey", StringComparison.Ordinal) && message.Request.Uri.Path.Contains("slots", StringComparison.Ordinal);
            if (isSecondPage && Interlocked.Exchange(ref then, null) is { } happen)
                await happen();
            await base.ProcessAsync(message, pipeline);
        }
    }
}
