using System.Collections.Concurrent;
using System.Net;
using Azure.Storage.Queues.Models;
using Esik.Hosting.Standalone;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Hosting.Tests;

/// <summary>The Standalone host does what the Functions host does, tried with functions of its own.</summary>
public sealed class StandaloneHostTests
{
    private const string Queue = "mails";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_first_function_by_name_whose_route_matches_answers()
    {
        await using var site = await StartAsync(typeof(Routes));

        Assert.Equal("any", await site.Client.GetStringAsync("fruit/apple"));
        Assert.Equal("berry 7", await site.Client.GetStringAsync("berries/7"));
        Assert.Equal("rest: berries/seven", await site.Client.GetStringAsync("berries/seven"));
    }

    [Fact]
    public async Task A_method_that_no_function_has_is_refused()
    {
        await using var site = await StartAsync(typeof(Routes));

        using var answer = await site.Client.DeleteAsync(new Uri("fruit/apple", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Fact]
    public async Task A_message_is_handled_once_and_deleted()
    {
        await using var site = await StartAsync(typeof(Listener));

        await site.Storage.Queue(Queue).SendMessageAsync("сәлем");

        await UntilAsync(() => site.Get<Heard>().Messages.Contains("сәлем"));
        await UntilAsync(async () => await CountAsync(site, Queue) == 0);
        Assert.Single(site.Get<Heard>().Messages);
        Assert.Equal(0, await CountAsync(site, Queues.Poison(Queue)));
    }

    [Fact]
    public async Task A_message_that_fails_five_times_goes_to_the_poison_queue()
    {
        await using var site = await StartAsync(typeof(Failing), new QueueRules(16, 5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1)));

        await site.Storage.Queue(Queue).SendMessageAsync("kaput");

        await UntilAsync(async () => await CountAsync(site, Queues.Poison(Queue)) == 1);
        Assert.Equal(5, site.Get<Heard>().Messages.Count);
        Assert.Equal(0, await CountAsync(site, Queue));
        var times = site.Get<Heard>().Times;
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 0.9, 10));
        PeekedMessage poison = await site.Storage.Queue(Queues.Poison(Queue)).PeekMessageAsync();
        Assert.Equal("kaput", poison.Body.ToString());
    }

    [Fact]
    public async Task A_message_that_is_no_Base64_goes_to_the_poison_queue_and_the_next_one_is_handled()
    {
        await using var site = await StartAsync(typeof(Listener));
        var plain = new Azure.Storage.Queues.QueueClient(site.Connection, Queue);

        await plain.SendMessageAsync("not base64!");
        await site.Storage.Queue(Queue).SendMessageAsync("good");

        await UntilAsync(() => site.Get<Heard>().Messages.Contains("good"));
        await UntilAsync(async () => await CountAsync(site, Queues.Poison(Queue)) == 1);
        await UntilAsync(async () => await CountAsync(site, Queue) == 0);
        Assert.Equal(["good"], site.Get<Heard>().Messages);
    }

    [Fact]
    public async Task A_timer_runs_at_the_times_of_its_cron_expression_in_utc()
    {
        var clock = new WaitedClock(new DateTimeOffset(2027, 9, 18, 11, 58, 30, TimeSpan.Zero));
        await using var site = await StartAsync(typeof(Bell), clock: clock);
        var heard = site.Get<Heard>();
        // The clock goes on only when the timer, on its own thread, waits for it.
        await UntilAsync(() => clock.Waits.Contains(TimeSpan.FromSeconds(90)));

        clock.Advance(TimeSpan.FromSeconds(80));
        await Task.Delay(200);
        Assert.Empty(heard.Times);

        clock.Advance(TimeSpan.FromSeconds(10));
        await UntilAsync(() => heard.Times.Count == 1);
        // The clock stands still at a full five minutes while the timer, on its own thread, hears it.
        for (var tries = 0; tries < 10 && heard.Times.Count < 2; tries++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            for (var wait = 0; wait < 40 && heard.Times.Count < 2; wait++)
                await Task.Delay(50);
        }
        Assert.Equal(2, heard.Times.Count);
        Assert.Equal(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero), heard.Times[0]);
        Assert.Equal(0, heard.Times[1].Minute % 5);
    }

    private sealed class WaitedClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        public ConcurrentBag<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Waits.Add(dueTime);
            return timer;
        }
    }

    private static Task<TestSite> StartAsync(Type functions, QueueRules? rules = null, FakeTimeProvider? clock = null) => TestSite.StartAsync(new()
    {
        Functions = FunctionCatalogue.Of(functions),
        Clock = clock,
        Configure = services =>
        {
            services.AddSingleton<Heard>();
            if (rules is not null)
                services.AddSingleton(rules);
        },
    });

    private static async Task<int> CountAsync(TestSite site, string queue) => (await site.Storage.Queue(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < Patience, "It did not happen in time.");
            await Task.Delay(50);
        }
    }

    public sealed class Heard
    {
        private readonly Lock gate = new();
        private readonly List<(string Message, DateTimeOffset Time)> all = [];

        public IReadOnlyList<string> Messages => [.. Copy().Select(heard => heard.Message)];

        public IReadOnlyList<DateTimeOffset> Times => [.. Copy().Select(heard => heard.Time)];

        public void Add(string message, DateTimeOffset time)
        {
            lock (gate)
                all.Add((message, time));
        }

        private List<(string Message, DateTimeOffset Time)> Copy()
        {
            lock (gate)
                return [.. all];
        }
    }

#pragma warning disable CA1822 // The worker wants instance methods.
    public sealed class Routes
    {
        [Function("a-any")]
        public IResult Any([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fruit/{name}")] HttpRequest request, string name) => Results.Text("any");

        [Function("b-apple")]
        public IResult Apple([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fruit/apple")] HttpRequest request) => Results.Text("apple");

        [Function("c-berry")]
        public IResult Berry([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "berries/{number:int}")] HttpRequest request, int number) =>
            Results.Text($"berry {number}");

        [Function("zz-rest")]
        public IResult Rest([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) => Results.Text($"rest: {path}");
    }
#pragma warning restore CA1822

    public sealed class Listener(Heard heard, TimeProvider clock)
    {
        [Function("listen")]
        public Task Listen([QueueTrigger(Queue)] string message, CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            heard.Add(message, clock.GetUtcNow());
            return Task.CompletedTask;
        }
    }

    public sealed class Failing(Heard heard, TimeProvider clock)
    {
        [Function("fail")]
        public Task Fail([QueueTrigger(Queue)] string message)
        {
            heard.Add(message, clock.GetUtcNow());
            throw new InvalidOperationException("It fails, as asked.");
        }
    }

    public sealed class Bell(Heard heard, TimeProvider clock)
    {
        [Function("ring")]
        public Task Ring([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
        {
            heard.Add(timer.IsPastDue ? "late" : "on time", clock.GetUtcNow());
            return Task.CompletedTask;
        }
    }
}
