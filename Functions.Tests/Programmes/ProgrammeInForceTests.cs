using Azure.Core;
using Azure.Core.Pipeline;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Slots;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Programmes.Tests;

/// <summary>A process that knows no programme yet, and a storage that is silent for a while.</summary>
public sealed class ProgrammeInForceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 10, 12, 0, 0, TimeSpan.Zero));
    private ServiceProvider services = null!;

    private SilentStorage Storage => (SilentStorage)services.GetRequiredService<StorageRequests>();

    private IProgrammes Programmes => services.GetRequiredService<IProgrammes>();

    public async Task InitializeAsync()
    {
        var connection = await TestAzurite.TakeAccountAsync();
        await using (var importing = await ImportWorld.CreateAsync(connection))
            await importing.ImportAsync(TestProgramme.Of(clock.GetUtcNow(), TestProgramme.Slot("clay", clock.GetUtcNow())));
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddEsik(new ConfigurationBuilder().AddInMemoryCollection(TestSettings.Create(connection, "https://tickets.example.org", "unused")).Build());
        collection.AddSingleton<StorageRequests, SilentStorage>();
        collection.AddSingleton<TimeProvider>(clock);
        services = collection.BuildServiceProvider();
    }

    public async Task DisposeAsync() => await services.DisposeAsync();

    [Fact]
    public async Task While_storage_is_silent_all_wait_for_one_reading_and_no_longer_than_their_patience()
    {
        var crowd = Enumerable.Range(0, 50).Select(_ => Programmes.CurrentAsync(CancellationToken.None)).ToList();
        var asked = Storage.Asked;
        Assert.InRange(asked, 1, 3);
        clock.Advance(ProgrammeInForce.WaitMax);
        foreach (var guest in crowd)
            await Assert.ThrowsAsync<BusyException>(() => guest);
        var late = Programmes.CurrentAsync(CancellationToken.None);
        Assert.Equal(asked, Storage.Asked);
        Storage.Speak();
        Assert.NotNull((await late).SlotById("clay"));
    }

    [Fact]
    public async Task A_reading_that_fails_fails_for_all_who_waited_for_it_and_the_next_one_asks_again()
    {
        var crowd = Enumerable.Range(0, 10).Select(_ => Programmes.CurrentAsync(CancellationToken.None)).ToList();
        Storage.Speak(new IOException("The storage is gone."));
        foreach (var guest in crowd)
            await Assert.ThrowsAsync<AggregateException>(() => guest);
        Storage.Speak();
        Assert.NotNull((await Programmes.CurrentAsync(CancellationToken.None)).SlotById("clay"));
    }

    [Fact]
    public async Task What_is_read_elsewhere_is_not_read_again()
    {
        var elsewhere = new TaskCompletionSource<Programme>();
        ((ProgrammeInForce)Programmes).Begin(elsewhere.Task);
        var guest = Programmes.CurrentAsync(CancellationToken.None);
        Assert.False(guest.IsCompleted);
        var read = TestProgramme.Of(clock.GetUtcNow(), TestProgramme.Slot("paper", clock.GetUtcNow()));
        elsewhere.SetResult(read);
        Assert.Same(read, await guest);
        Assert.Same(read, await Programmes.CurrentAsync(CancellationToken.None));
        Assert.Equal(0, Storage.Asked);
    }

    [Fact]
    public async Task A_reading_that_fails_elsewhere_is_done_anew()
    {
        ((ProgrammeInForce)Programmes).Begin(Task.FromException<Programme>(new IOException("The storage is gone.")));
        Storage.Speak();
        Assert.NotNull((await Programmes.CurrentAsync(CancellationToken.None)).SlotById("clay"));
    }

    [Fact]
    public async Task Whoever_goes_away_takes_the_reading_from_nobody()
    {
        using var gone = new CancellationTokenSource();
        var first = Programmes.CurrentAsync(gone.Token);
        var second = Programmes.CurrentAsync(CancellationToken.None);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Storage.Speak();
        Assert.NotNull((await second).SlotById("clay"));
    }

    /// <summary>Lets no request through until it is told to.</summary>
    private sealed class SilentStorage : StorageRequests
    {
        private readonly TaskCompletionSource silence = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int asked;
        private Exception? failure;

        public int Asked => asked;

        public void Speak(Exception? with = null)
        {
            failure = with;
            silence.TrySetResult();
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            Interlocked.Increment(ref asked);
            await silence.Task;
            if (failure is not null)
                throw failure;
            await base.ProcessAsync(message, pipeline);
        }
    }
}
