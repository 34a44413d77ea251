using Deque.AxeCore.Playwright;
using Esik.Hosting.Tests;
using Esik.Languages;
using Microsoft.Playwright;

namespace Esik.Pages.Tests;

/// <summary>Every guest page in a real browser, on the narrowest phone: axe finds nothing, and nothing sticks out to the side.</summary>
public class GuestPagesInBrowserTests
{
    private const string Site = "http://esik.test";

    // Words differ by language, colours do not: one language is looked at in the dark.
    public static TheoryData<Language, ColorScheme> Looks => new()
    {
        { Language.Kazakh, ColorScheme.Light },
        { Language.Kazakh, ColorScheme.Dark },
        { Language.Russian, ColorScheme.Light },
        { Language.English, ColorScheme.Light },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Everybody_can_read_every_page(Language language, ColorScheme scheme)
    {
        await using var context = await TestBrowser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await context.NewPageAsync();
        var pages = await PageKit.AllAsync(language);
        var others = new List<string>();
        await context.RouteAsync("**/*", route => AnswerAsync(route, pages, others));
        foreach (var name in pages.Keys)
        {
            await page.GotoAsync($"{Site}/{Uri.EscapeDataString(name)}");
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{name}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 320, $"{name} sticks out");
        }
        Assert.Empty(others);
    }

    private static Task AnswerAsync(IRoute route, IReadOnlyDictionary<string, string> pages, List<string> others)
    {
        var url = new Uri(route.Request.Url);
        var name = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        if (url.GetLeftPart(UriPartial.Authority) != Site)
            others.Add(route.Request.Url);
        if (pages.TryGetValue(name, out var html))
            return route.FulfillAsync(new() { ContentType = "text/html; charset=utf-8", Body = html });
        return name is "esik.css"
            ? route.FulfillAsync(new() { ContentType = "text/css", Path = Path.Combine(AppContext.BaseDirectory, "wwwroot", name) })
            : route.FulfillAsync(new() { ContentType = "image/svg+xml", Path = Path.Combine(AppContext.BaseDirectory, "wwwroot", "icon.svg") });
    }
}
