using System.Security.Cryptography;
using Esik.Hosting.Tests;
using Esik.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>A newer door page is published while scans wait: its real service worker takes over when nobody is scanned, and no scan is lost.</summary>
public sealed class DoorUpdateTests : DoorWorld
{
    private const string IsNew = "() => window.isOld === undefined && getComputedStyle(document.body).getPropertyValue('--published') === '2'";

    private readonly NewerPage newer = new();

    protected override TestSiteChoices Choices => new() { Configure = services => services.AddSingleton<IStartupFilter>(newer) };

    [Fact]
    public async Task It_takes_over_when_idle_with_every_scan_that_waits()
    {
        await using var phone = await PairAsync(await NewContextAsync());
        await phone.KeptAsync();
        // The scan stays on the phone, whatever is tried.
        await phone.Page.RouteAsync("**/api/door/scans", route => route.AbortAsync());
        var (token, _) = await GuestAsync("aigul");
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await PublishAsync(phone.Page);
        // Within the minute somebody may be looking at the answer; after it, nobody has to tap it away.
        await phone.Page.EvaluateAsync("() => { window.later = 30_000; }");
        await Task.Delay(TimeSpan.FromSeconds(7));
        Assert.True(await phone.Page.EvaluateAsync<bool>("() => window.isOld === true"));
        await phone.Page.EvaluateAsync("() => { window.later = 120_000; }");
        await phone.Page.WaitForFunctionAsync(IsNew);
        await phone.Page.WaitForSelectorAsync("#state[data-waiting='1']");
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        await phone.Page.UnrouteAsync("**/api/door/scans");
        await AgreeAsync(1);
    }

    [Fact]
    public async Task It_waits_until_the_phones_name_is_typed()
    {
        var context = await NewContextAsync();
        await using var _ = context;
        var page = await context.NewPageAsync();
        var code = await Site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: false, CancellationToken.None);
        await page.GotoAsync(new Uri(Site.Client.BaseAddress!, $"door#{code}").AbsoluteUri);
        await page.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await page.FillAsync("#device-name", "Айгүлдің телефоны");
        await PublishAsync(page);
        await Task.Delay(TimeSpan.FromSeconds(7));
        Assert.Equal((true, "Айгүлдің телефоны"), (await page.EvaluateAsync<bool>("() => window.isOld === true"), await page.InputValueAsync("#device-name")));
        await page.EvaluateAsync("() => { window.later = 120_000; }");
        await page.WaitForFunctionAsync(IsNew);
    }

    // Minutes of idleness pass when the test wants it: not by the phone's clock, only by what it counts them with.
    private static async Task<IBrowserContext> NewContextAsync()
    {
        var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        await context.AddInitScriptAsync("window.later = 0; const now = performance.now.bind(performance); performance.now = () => now() + window.later;");
        return context;
    }

    private async Task PublishAsync(IPage page)
    {
        newer.IsPublished = true;
        await page.EvaluateAsync("async () => { window.isOld = true; await (await navigator.serviceWorker.getRegistration('/door')).update(); }");
        await page.WaitForFunctionAsync("async () => (await navigator.serviceWorker.getRegistration('/door')).waiting !== null");
    }

    // The next build of the page, as far as a browser can tell: one file is another, and the worker names it.
    private sealed class NewerPage : IStartupFilter
    {
        private static readonly string Style = Read("door.css");
        private static readonly string NewStyle = Style + "body{--published:2}";

        public bool IsPublished { get; set; }

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application =>
        {
            application.Use(async (context, rest) =>
            {
                var (body, type) = context.Request.Path.Value switch
                {
                    "/door/door.css" when IsPublished => (NewStyle, "text/css"),
                    "/door/worker.js" when IsPublished => (Read("worker.js").Replace(Digest(Style), Digest(NewStyle), StringComparison.Ordinal).Replace("esik-door-", "esik-door-2-", StringComparison.Ordinal), "text/javascript"),
                    _ => (null, null),
                };
                if (body is null)
                {
                    await rest();
                    return;
                }
                context.Response.ContentType = type;
                await context.Response.WriteAsync(body);
            });
            next(application);
        };

        private static string Read(string file) => File.ReadAllText(Path.Combine(AssetFunctions.Root, "door", file));

        private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
