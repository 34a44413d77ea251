using System.Net;
using System.Text.RegularExpressions;
using Esik.Hosting;
using Esik.Languages;
using Esik.Pages.Tests;

namespace Esik.Slots.Tests;

public class SlotPageTests
{
    private static readonly DateTimeOffset Start = PageKit.Programme.SlotById("clay")!.Start;

    [Fact]
    public async Task The_page_has_one_form_that_posts_and_it_has_every_field()
    {
        var html = await PageKit.SlotAsync(PageKit.View());
        Assert.Single(Regex.Matches(html, "<form "));
        Assert.Contains("<form id=\"sign-up\" class=\"sheet\" method=\"post\" action=\"/en/slots/clay\"", html, StringComparison.Ordinal);
        Assert.Equal("consent email name party proof requestId", string.Join(' ', Regex.Matches(html, "\\sname=\"(?!viewport|color-scheme|theme-color)([^\"]*)\"").Select(match => match.Groups[1].Value).Order()));
        Assert.Contains("name=\"requestId\" value=\"0123456789abcdef\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"proof\" value=\"the-proof\"", html, StringComparison.Ordinal);
        Assert.Equal("1 2", string.Join(' ', Regex.Matches(html, "<option value=\"([^\"]*)\"").Select(match => match.Groups[1].Value)));
        Assert.Contains("href=\"/en/privacy\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_is_kept_and_cannot_break_out()
    {
        const string Name = "\"><img src=x onerror=alert(1)> Әлия '&amp;";
        var form = PageKit.Form with { Name = Name, Email = "a\"b@", Party = "99", Consent = true };
        var html = await PageKit.SlotAsync(PageKit.View(), form, new Problem(422, "email-unusable", "email") { Others = [new Problem(422, "party-too-big", "party")] });
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Equal(Name, Value(html, "name"));
        Assert.Equal("a\"b@", Value(html, "email"));
        Assert.Contains("<option value=\"99\" selected>99</option>", html, StringComparison.Ordinal);
        Assert.Matches("name=\"consent\"[^>]* checked", html);
    }

    [Fact]
    public async Task Mistakes_are_listed_with_links_and_said_at_their_fields()
    {
        var refusal = new Problem(422, "email-missing", "email") { Others = [new Problem(422, "consent-missing", "consent")] };
        var html = await PageKit.SlotAsync(PageKit.View(), refusal: refusal);
        Assert.Contains("<title>Error: Clay", html, StringComparison.Ordinal);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#email\">Enter your e-mail address</a>", html, StringComparison.Ordinal);
        Assert.Matches("id=\"email\"[^>]* aria-invalid=\"true\" aria-describedby=\"email-hint email-mistake\"", html);
        Assert.Matches("id=\"consent\"[^>]* aria-invalid=\"true\" aria-describedby=\"consent-mistake\"", html);
        Assert.DoesNotMatch("id=\"name\"[^>]* aria-invalid", html);
    }

    [Fact]
    public async Task A_refusal_that_is_nobodys_mistake_keeps_the_form()
    {
        var html = await PageKit.SlotAsync(PageKit.View(), PageKit.Form with { Name = "Асель" }, Problem.Busy());
        Assert.Equal("Асель", Value(html, "name"));
        Assert.Contains("Nothing is lost", html, StringComparison.Ordinal);
        Assert.DoesNotContain("aria-invalid", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_slot_takes_names_for_the_waiting_list()
    {
        var html = await PageKit.SlotAsync(PageKit.View(free: 0));
        Assert.Contains("id=\"sign-up\"", html, StringComparison.Ordinal);
        Assert.Contains("Full: waiting list", html, StringComparison.Ordinal);
        Assert.Contains(">Join the waiting list</button>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Language.Kazakh, "15 минут ішінде хаттағы батырманы басыңыз", "орын босап, кезегіңіз келгенде сізге хат жазамыз")]
    [InlineData(Language.Russian, "нажмите кнопку из письма в течение 15 минут", "когда освободится место и подойдет ваша очередь, мы вам напишем")]
    [InlineData(Language.English, "press the button in it within 15 minutes", "we write to you when a place comes free")]
    public async Task Who_has_to_confirm_by_mail_is_told_before_and_who_will_wait_how_it_goes_on(Language language, string press, string wait)
    {
        var view = PageKit.View();
        var confirming = view with { Slot = view.Slot with { Waitlist = view.Slot.Waitlist with { ConfirmByMailMinutes = 15 } } };
        Assert.Contains(press, await PageKit.SlotAsync(confirming, language: language), StringComparison.Ordinal);
        Assert.DoesNotContain(press, await PageKit.SlotAsync(view, language: language), StringComparison.Ordinal);
        var full = PageKit.View(free: 0);
        var html = await PageKit.SlotAsync(full with { Slot = confirming.Slot }, language: language);
        Assert.Contains(wait, html, StringComparison.Ordinal);
        Assert.DoesNotContain(press, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-40 * 24, "It opens 1 March, 09:00.")]
    [InlineData(0, "Sign-up for this one has closed.")]
    [InlineData(2, "This one is over.")]
    public async Task Without_sign_up_there_is_a_word_and_no_form(int hoursFromStart, string words)
    {
        var html = await PageKit.SlotAsync(PageKit.View(now: Start.AddHours(hoursFromStart)));
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        Assert.Contains(words, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_in_a_form_that_is_gone_are_not_listed()
    {
        var html = await PageKit.SlotAsync(PageKit.View(now: Start), refusal: new Problem(422, "name-missing", "name"));
        Assert.DoesNotContain("#name", html, StringComparison.Ordinal);
        Assert.Contains("Sign-up for this one has closed.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_slot_has_no_form()
    {
        var view = PageKit.View();
        var html = await PageKit.SlotAsync(view with { Availability = Availability.Of(view.Slot with { Cancelled = true }, 4, PageKit.Now) });
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        Assert.Contains("will not take place", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_are_the_festivals()
    {
        var html = WebUtility.HtmlDecode(await PageKit.SlotAsync(PageKit.View(), language: Language.Russian));
        Assert.Contains("28 марта, воскресенье", html, StringComparison.Ordinal);
        Assert.Contains("<time datetime=\"2027-03-28T11:00+02:00\">11:00–13:00</time>", html, StringComparison.Ordinal);
    }

    private static string Value(string html, string field) => WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{field}\"[^>]*? value=\"([^\"]*)\"").Groups[1].Value);
}
