using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Esik.Mails.Tests;

/// <summary>A Kestrel on loopback where SendGrid's API would be. It writes down what it is sent and answers as it is told.</summary>
internal sealed class SendGridStandIn : IAsyncDisposable
{
    private readonly WebApplication site;

    private SendGridStandIn(WebApplication site) => this.site = site;

    /// <summary>What the next requests are answered, in order; then 202.</summary>
    public ConcurrentQueue<Func<HttpContext, Task>> Answers { get; } = new();

    public ConcurrentQueue<(string Path, string Authorization, JsonElement Body)> Received { get; } = new();

    public string Url => site.Urls.First();

    public static async Task<SendGridStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var standIn = new SendGridStandIn(builder.Build());
        standIn.site.Run(standIn.AnswerAsync);
        await standIn.site.StartAsync();
        return standIn;
    }

    public void WillAnswer(int status, string body = "", string? retryAfter = null) => Answers.Enqueue(context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    });

    public void WillHang() => Answers.Enqueue(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        Received.Enqueue((context.Request.Path, context.Request.Headers.Authorization.ToString(), body.RootElement.Clone()));
        if (Answers.TryDequeue(out var answer))
            await answer(context);
        else
            context.Response.StatusCode = StatusCodes.Status202Accepted;
    }
}
