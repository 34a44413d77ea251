using System.Diagnostics;
using System.Net;
using Esik.Bench.Faults;
using Esik.Hosting.Tests;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Registrations.Tests;

/// <summary>More guests than a slot can take in, and a storage that does not answer: everybody hears so soon, and loses nothing that was typed.</summary>
public sealed class BusySlotTests
{
    private const int WaitingMax = 300;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task When_too_many_wait_a_guest_is_told_at_once_and_the_page_keeps_what_was_typed()
    {
        SlowStore? store = null;
        await using var site = await TestSite.StartAsync(new()
        {
            Settings = new Dictionary<string, string?> { ["WaitingPerSlotMax"] = $"{WaitingMax}" },
            Configure = services => services.AddSingleton<ISlotStore>(all => store = new SlowStore(all.GetRequiredService<SlotTable>())),
        });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 8_000)));
        var slot = (await site.Get<IProgrammes>().CurrentAsync(CancellationToken.None)).SlotById("clay")!;
        store!.Holds = new TaskCompletionSource();
        // First all that the writer can hold in its hands, then as many as may wait, and one more.
        var rush = Enumerable.Range(0, WaitingMax).Select(number => TryAsync(site, slot, number)).ToList();
        await SeatCheck.UntilAsync(() => store.Holding == 2, "two transactions that are held back");
        rush.AddRange(Enumerable.Range(WaitingMax, WaitingMax + 1).Select(number => TryAsync(site, slot, number)));
        await SeatCheck.UntilAsync(() => rush.Any(guest => guest.IsCompleted), "the first who is told that it is busy");

        var waited = Stopwatch.StartNew();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = "Айгүл Әбенова",
            ["email"] = "aigul@example.org",
            ["party"] = "2",
            ["consent"] = "yes",
            ["requestId"] = "request-of-aigul-0001",
        });
        using var answer = await site.Client.PostAsync(new Uri("/kk/slots/clay", UriKind.Relative), form);
        var page = await answer.Content.ReadAsStringAsync();
        var program = await new TestGuest("program@example.org").RegisterAsync(site, "clay");
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(5), $"It took {waited.Elapsed}.");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.All((string[])["Айгүл Әбенова", "aigul@example.org", "request-of-aigul-0001"], typed => Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal));
        var seconds = answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds;
        Assert.Contains($"Деректеріңіз осы бетте сақталды: {seconds} секундтан кейін қайта жіберіңіз", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (program.Status, program.Json.GetProperty("code").GetString()));
        Assert.DoesNotContain("kept", program.Json.GetProperty("title").GetString()!, StringComparison.Ordinal);

        store.Holds.SetResult();
        // Nobody waits for ever: each is answered, or told that it is busy.
        var answered = await Task.WhenAll(rush).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(true, answered);
        Assert.Contains(false, answered);
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
    }

    [Theory]
    [InlineData(Fate.LoseRequest)]
    [InlineData(Fate.CutAnswer)]
    [InlineData(Fate.Refuse429)]
    [InlineData(Fate.Refuse503)]
    public async Task While_storage_answers_nobody_a_guest_is_told_that_it_is_busy_and_the_same_request_is_good_later(Fate fate)
    {
        await using var proxy = await FaultProxy.StartAsync(await TestAzurite.TakeAccountAsync(), FaultScript.Always(fate));
        await using var site = await TestSite.StartAsync(new() { Connection = proxy.Connection });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 30)));
        await site.Client.GetAsync(new Uri("/kk/slots/clay", UriKind.Relative));
        proxy.IsCalm = false;
        var guest = new TestGuest("aigul@example.org");
        var waited = Stopwatch.StartNew();
        var busy = await guest.RegisterAsync(site, "clay");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (busy.Status, busy.Json.GetProperty("code").GetString()));
        Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), $"It took {waited.Elapsed}.");
        proxy.IsCalm = true;
        Assert.Equal("confirmed", (await guest.RegisterAsync(site, "clay")).Answer);
        Assert.Equal([], await SeatCheck.MistakesAsync(site));
    }

    private static async Task<bool> TryAsync(TestSite site, Slot slot, int number)
    {
        try
        {
            var signUp = new SignUp($"Guest {number}", EmailAddress.Parse($"guest{number}@example.org")!, 1, Languages.Language.Kazakh, $"request-of-guest-{number:D6}");
            return await site.Get<RegistrationDesk>().RegisterAsync(slot, signUp, CancellationToken.None) is not null;
        }
        catch (BusyException)
        {
            return false;
        }
    }

    /// <summary>Stores nothing as long as it is told to hold.</summary>
    private sealed class SlowStore(SlotTable slots) : StoreInFront(slots)
    {
        private int holding;

        public TaskCompletionSource? Holds { get; set; }

        public int Holding => holding;

        public override async Task<CommitResult> CommitAsync(string slot, SlotBatch batch, CancellationToken stop)
        {
            if (Holds is { } held)
            {
                Interlocked.Increment(ref holding);
                await held.Task;
            }
            return await base.CommitAsync(slot, batch, stop);
        }
    }
}
