using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Signals.Tests;

/// <summary>A registration can be followed from the request to storage and to the mail.</summary>
public sealed class TracesTests : IDisposable
{
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;

    public TracesTests()
    {
        // Of all that goes on in this process, only this test's own trace.
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Traces.SourceName or "Microsoft.AspNetCore",
            Sample = (ref creation) => creation.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    // The Functions host calls a function apart from its request.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_trace_leads_from_the_request_to_storage_and_to_the_mail(bool isCalledApart)
    {
        await using var site = await TestSite.StartAsync(new() { Configure = services => services.AddSingleton<IStartupFilter>(new Apart(isCalledApart)) });
        await site.ImportAsync(TestProgramme.Of(TimeProvider.System.GetUtcNow(), TestProgramme.Slot("clay", TimeProvider.System.GetUtcNow())));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/slots/clay/registrations")
        {
            Content = JsonContent.Create(new { name = "Айгүл", email = "guest@example.org", party = 2, language = "kk", consent = true, requestId = SignUp.NewRequestId() }),
        };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        (await site.Client.SendAsync(request)).EnsureSuccessStatusCode().Dispose();
        await SeatCheck.UntilAsync(() => spans.Any(span => span.OperationName == "mail follow-up"), "the mail's span");

        var web = Assert.Single(spans, span => span.Kind == ActivityKind.Server);
        var group = Assert.Single(spans, span => span.OperationName == "slot group");
        Assert.Equal(web.SpanId, group.ParentSpanId);
        Assert.Equal("clay", group.GetTagItem(Traces.SlotTag));
        var transaction = Assert.Single(spans, span => span.OperationName == "storage POST transaction");
        Assert.Equal(group.SpanId, transaction.ParentSpanId);
        Assert.Equal(202, transaction.GetTagItem(Traces.StatusTag));
        var followUp = spans.First(span => span.OperationName == "mail follow-up");
        Assert.Equal(group.SpanId, followUp.ParentSpanId);
        var mail = Assert.Single(spans, span => span.OperationName == "mail");
        Assert.Equal(followUp.SpanId, mail.ParentSpanId);
        Assert.Equal("sent", mail.GetTagItem(Traces.AnswerTag));
    }

    [Fact]
    public void A_group_belongs_to_the_first_recorded_asker_and_is_linked_to_the_others()
    {
        var first = Asker(ActivityTraceFlags.Recorded);
        var second = Asker(ActivityTraceFlags.Recorded);
        using var group = Traces.Group("clay", [Asker(ActivityTraceFlags.None), default, first, second, first])!;

        Assert.Equal(first.SpanId, group.ParentSpanId);
        Assert.Equal([second], group.Links.Select(link => link.Context));
        Assert.Null(Traces.Group("clay", [Asker(ActivityTraceFlags.None), default]));
    }

    [Fact]
    public void A_message_tells_where_it_came_from_only_while_that_is_recorded()
    {
        Assert.Null(Traces.Here);
        using var group = Traces.Group("clay", [Asker(ActivityTraceFlags.Recorded)])!;

        Assert.Equal(group.Id, Traces.Here);
        using var followUp = Traces.FollowUp(Traces.Here)!;
        Assert.Equal(group.SpanId, followUp.ParentSpanId);
    }

    private sealed class Apart(bool isApart) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (HttpContext context, Func<Task> rest) =>
            {
                if (isApart)
                    Activity.Current = null;
                await rest();
            });
            next(app);
        };
    }

    private ActivityContext Asker(ActivityTraceFlags flags) => new(trace, ActivitySpanId.CreateRandom(), flags);
}
