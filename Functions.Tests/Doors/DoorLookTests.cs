using Deque.AxeCore.Playwright;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;
using Microsoft.Playwright;

namespace Esik.Doors.Tests;

/// <summary>What volunteers see, hear and feel: every screen in three languages, at two widths, for everybody; each answer by icon, sound and vibration.</summary>
public sealed class DoorLookTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly string? pictures = Environment.GetEnvironmentVariable("ESIK_DOOR_PICTURES");
    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync(new() { Settings = Limits.Raised });
        await site.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 12)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Theory]
    [InlineData("kk", 360)]
    [InlineData("ru", 360)]
    [InlineData("en", 360)]
    [InlineData("kk", 1280)]
    [InlineData("ru", 1280)]
    [InlineData("en", 1280)]
    public async Task Every_screen_is_whole_in_every_language(string language, int width)
    {
        var token = await TokenAsync(3);
        await using var context = await TestBrowser.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = 740 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}door");
        await page.WaitForSelectorAsync("#ask-organizer", new() { State = WaitForSelectorState.Visible });
        await LookAsync(page, language, width, "ask");
        // The page loads itself anew for it.
        await page.GotoAsync($"{site.Address}door#CODE");
        await page.WaitForSelectorAsync("#pair", new() { State = WaitForSelectorState.Visible });
        await LookAsync(page, language, width, "pair");
        await using var other = await DoorPhone.PairAsync(site);
        Assert.Equal("welcome", await other.ScanAsync(await TokenAsync(2)));
        await other.SyncedAsync();
        await page.CloseAsync();
        await using var phone = await DoorPhone.PairAsync(site, context, DoorRole.Lead);
        await LookAsync(phone.Page, language, width, "scanning");
        Assert.Equal("welcome", await phone.ScanAsync(token));
        await LookAsync(phone.Page, language, width, "welcome");
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        await LookAsync(phone.Page, language, width, "already-inside");
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.ClickAsync("#recent-open");
        await phone.Page.WaitForSelectorAsync("#recent-others-list li");
        await LookAsync(phone.Page, language, width, "recent");
        await phone.Page.ClickAsync("#recent-list button");
        await LookAsync(phone.Page, language, width, "reasons");
        await phone.Page.ClickAsync("[data-reason=left]");
        await phone.AnsweredAsync("undone");
        await LookAsync(phone.Page, language, width, "undone");
        await phone.Page.ClickAsync("#answer-next");
        await SomeAsync(phone, language, width);
        await ServerDiffersAsync(phone, language, width);
        await phone.SyncedAsync();
        await phone.CutOffAsync();
        await phone.Page.ClickAsync("#clashes-open");
        await phone.Page.WaitForSelectorAsync("#note", new() { State = WaitForSelectorState.Visible });
        await phone.Page.ClickAsync("#guests-open");
        await LookAsync(phone.Page, language, width, "guests");
        await phone.Page.ClickAsync("#guests-close");
        await LookAsync(phone.Page, language, width, "note");
        await phone.EnterAsync("AAAA-BBBB");
        await phone.AnsweredAsync("ask-lead");
        await LookAsync(phone.Page, language, width, "ask-lead");
    }

    // One of three comes in; then all three are asked for, of whom two are left.
    private async Task SomeAsync(DoorPhone phone, string language, int width)
    {
        var family = await TokenAsync(3);
        await phone.Page.ClickAsync("#places-more");
        Assert.Equal("welcome", await phone.ScanAsync(family));
        await LookAsync(phone.Page, language, width, "part");
        await phone.Page.ClickAsync("#answer-next");
        for (var people = 1; people <= 3; people++)
            await phone.Page.ClickAsync("#places-more");
        Assert.Equal("already-inside", await phone.ScanAsync(family));
        await LookAsync(phone.Page, language, width, "some");
        await phone.Page.ClickAsync("#answer-next");
    }

    private async Task ServerDiffersAsync(DoorPhone phone, string language, int width)
    {
        await AnswerNextAsync(phone, """ "answer": "set-aside", "code": "slot-unknown" """);
        await phone.ScanAsync(await TokenAsync(1));
        await AnswerNextAsync(phone, """ "answer": "clash", "cause": "twice", "places": 0 """);
        await phone.ScanAsync(await TokenAsync(1));
        await phone.AnsweredAsync("clash");
        await LookAsync(phone.Page, language, width, "clash");
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.WaitForSelectorAsync("#aside-list li");
        await phone.Page.WaitForSelectorAsync("#clashes-seen");
        await LookAsync(phone.Page, language, width, "aside");
    }

    private static async Task AnswerNextAsync(DoorPhone phone, string answer)
    {
        await phone.SyncedAsync();
        await phone.Page.RouteAsync("**/api/door/scans", async route =>
        {
            var scan = route.Request.PostDataJSON()!.Value.GetProperty("scans")[0].GetProperty("scanId").GetString();
            await route.FulfillAsync(new() { ContentType = "application/json", Body = $$"""{"answers":[{"scanId":"{{scan}}",{{answer}}}]}""" });
        }, new() { Times = 1 });
    }

    [Fact]
    public async Task Each_kind_of_answer_has_its_icon_its_sound_and_its_vibration()
    {
        var token = await TokenAsync(1);
        await using var context = await TestBrowser.NewContextAsync(DoorPhone.Small);
        await context.AddInitScriptAsync("""
            window.heard = [];
            window.felt = [];
            const Real = window.OscillatorNode;
            window.OscillatorNode = class extends Real { constructor(context, options) { super(context, options); window.heard.push(options.frequency); } };
            navigator.vibrate = (pattern) => { window.felt.push(pattern.length); return true; };
            """);
        await using var phone = await DoorPhone.PairAsync(site, context);
        await phone.Page.WaitForSelectorAsync("#sound-on", new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("welcome: check, 784 1175, 1", await SensedAsync(phone, token));
        Assert.Equal("already-inside: inside, 165 139, 3", await SensedAsync(phone, token));
        Assert.Equal("unreadable: question, 587 587, 5", await SensedAsync(phone, new string('A', 116)));
        await phone.Page.ClickAsync("#answer-next");
        await phone.Page.ClickAsync("#recent-open");
        await phone.Page.ClickAsync("#recent-list button");
        await ForgetAsync(phone);
        await phone.Page.ClickAsync("[data-reason=mistake]");
        await phone.AnsweredAsync("undone");
        Assert.Equal("undone: undo, 587 587, 5", await ToldAsync(phone, "undone"));
    }

    [Theory]
    [InlineData(740, "answer-undo answer-again answer-next answer-undo", "answer-next")]
    [InlineData(240, "answer-told answer-undo answer-again answer-next", "answer-again")]
    public async Task The_keyboard_reaches_what_can_be_tapped_or_scrolled_and_nothing_under_the_answer(int height, string forth, string back)
    {
        var token = await TokenAsync(3);
        await using var context = await TestBrowser.NewContextAsync(new() { Locale = "en-GB", ViewportSize = new() { Width = 360, Height = height } });
        await using var phone = await DoorPhone.PairAsync(site, context);
        Assert.Equal("welcome", await phone.ScanAsync(token));
        Assert.Equal("already-inside", await phone.ScanAsync(token));
        var reached = new List<string>();
        foreach (var _ in forth.Split(' '))
            reached.Add(await PressAsync("Tab"));
        Assert.Equal(forth, string.Join(' ', reached));
        Assert.Equal(back, await PressAsync("Shift+Tab"));

        async Task<string> PressAsync(string key)
        {
            await phone.Page.Keyboard.PressAsync(key);
            return await phone.Page.EvaluateAsync<string>("() => document.activeElement.id");
        }
    }

    private static async Task<string> SensedAsync(DoorPhone phone, string token)
    {
        await ForgetAsync(phone);
        return await ToldAsync(phone, await phone.ScanAsync(token));
    }

    private static Task ForgetAsync(DoorPhone phone) => phone.Page.EvaluateAsync("() => { window.heard.length = window.felt.length = 0; }");

    // What is heard and felt comes once the answer is painted.
    private static async Task<string> ToldAsync(DoorPhone phone, string answer)
    {
        await phone.Page.WaitForFunctionAsync("() => window.heard.length > 0 && window.felt.length > 0");
        var icon = (await phone.Page.GetAttributeAsync("#answer-icon", "href"))!["#icon-".Length..];
        return $"{answer}: {icon}, {await phone.Page.EvaluateAsync<string>("() => `${window.heard.join(' ')}, ${window.felt.join(' ')}`")}";
    }

    // Nobody is left out, nothing sticks out of the screen, and what a browser cannot fill in stands nowhere.
    private async Task LookAsync(IPage page, string language, int width, string where)
    {
        if (pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{where}-{language}-{width}.png") });
        // What is left out for somebody is so in every language; looking for it takes seconds.
        if ((language, width) is ("kk", 360) or ("en", 1280))
        {
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, $"{where}: {string.Join("; ", found.Violations.Select(violation => $"{violation.Id} at {violation.Nodes[0].Html}"))}");
        }
        Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
        Assert.DoesNotMatch("[{}]|undefined", await page.InnerTextAsync("body"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{where} is wider than the screen.");
        if (await page.IsVisibleAsync("#answer"))
            await ReachAsync(page, language, where);
    }

    // Whatever is told and however it is held, each button of an answer lies under a thumb; an ordinary screen also shows all that is told.
    private async Task ReachAsync(IPage page, string language, string where)
    {
        Assert.True(await page.EvaluateAsync<bool>("() => { const told = document.getElementById('answer-told'); return told.scrollHeight <= told.clientHeight; }"), $"{where} must be scrolled.");
        var (wide, high) = (page.ViewportSize!.Width, page.ViewportSize.Height);
        foreach (var (width, height) in new[] { (wide, high), (320, 568), (640, 320) })
        {
            await page.SetViewportSizeAsync(width, height);
            if (pictures is not null && height != high)
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{where}-{language}-{width}.png") });
            var hidden = await page.EvaluateAsync<string[]>("""
                () => [...document.querySelectorAll('#answer button')].filter((button) => {
                  if (button.offsetParent === null) return false;
                  const { left, right, top, bottom } = button.getBoundingClientRect();
                  const isOnTop = (x, y) => button.contains(document.elementFromPoint(x, y));
                  return !isOnTop(left + 8, top + 8) || !isOnTop(right - 8, bottom - 8);
                }).map((button) => button.textContent)
                """);
            Assert.True(hidden.Length == 0, $"{where}, {width} by {height}: out of reach: {string.Join(", ", hidden)}");
        }
        await page.SetViewportSizeAsync(wide, high);
    }

    private async Task<string> TokenAsync(int party) => (await new TestGuest($"{Guid.NewGuid():N}@example.org", party).RegisterAsync(site, "clay")).Token;
}
