using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Esik.Languages;

namespace Esik.Pages.Tests;

/// <summary>What holds for every page that a guest sees.</summary>
public class GuestPagesTests
{
    private const int BytesMax = 30_000;

    public static TheoryData<Language> Languages => new(LanguageCodes.All);

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_page_says_its_language_and_has_one_heading(Language language)
    {
        foreach (var (name, html) in await PageKit.AllAsync(language))
        {
            Assert.True(html.StartsWith($"<!DOCTYPE html>\n<html lang=\"{language.Code()}\">", StringComparison.Ordinal), name);
            Assert.True(Regex.Count(html, "<h1[ >]") == 1, name);
            Assert.True(Regex.Count(html, "<main ") == 1, name);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task No_page_has_script_or_inline_style_or_asks_another_site(Language language)
    {
        foreach (var (name, html) in await PageKit.AllAsync(language))
        {
            Assert.False(Regex.IsMatch(html, """<script|<style|\sstyle=|\son[a-z]+=|javascript:""", RegexOptions.IgnoreCase), name);
            Assert.False(Regex.IsMatch(html, """(?:src|href|action)="(?:https?:|//)"""), name);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Every_id_stands_once_and_what_is_pointed_at_is_there(Language language)
    {
        foreach (var (name, html) in await PageKit.AllAsync(language))
        {
            var ids = Regex.Matches(html, "\\sid=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
            Assert.True(ids.Distinct().Count() == ids.Count, name);
            var pointed = Regex.Matches(html, "(?:aria-describedby|aria-labelledby|for|href)=\"(#?)([^\"]*)\"")
                .Where(match => !match.Value.StartsWith("href", StringComparison.Ordinal) || match.Groups[1].Length > 0)
                .SelectMany(match => match.Groups[2].Value.Split(' '));
            Assert.All(pointed, id => Assert.True(ids.Contains(id), $"{name}: {id}"));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_page_and_its_style_sheet_are_light(Language language)
    {
        var style = Zipped(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "wwwroot", "esik.css")));
        foreach (var (name, html) in await PageKit.AllAsync(language))
            Assert.True(Zipped(Encoding.UTF8.GetBytes(html)) + style <= BytesMax, name);
    }

    [Fact]
    public async Task Letters_are_sent_as_they_are() => Assert.DoesNotContain("&#x4", await PageKit.ProgrammeAsync(new(), Language.Kazakh), StringComparison.Ordinal);

    [Fact]
    public async Task The_language_switch_keeps_the_page_and_its_filter()
    {
        var html = await PageKit.ProgrammeAsync(new("master-class", Spoken: Language.Kazakh), Language.Russian);
        foreach (var language in LanguageCodes.All)
            Assert.Contains($"href=\"/{language.Code()}?kind=master-class&amp;language=kk\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/kk/slots/clay\"", await PageKit.SlotAsync(PageKit.View()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sample_says_that_it_is_one()
    {
        Assert.DoesNotContain("class=\"sample\"", await Privacy(sample: false), StringComparison.Ordinal);
        Assert.Contains("class=\"sample\"", await Privacy(sample: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_privacy_page_says_how_long_and_whom_to_ask()
    {
        var html = await Privacy(sample: false);
        Assert.Contains("For 10 days after the last day of the festival: until 10 November 2027.", html, StringComparison.Ordinal);
        Assert.Contains("The neighbours answers for the data", html, StringComparison.Ordinal);
        Assert.Contains("mailto:yard@example.org", html, StringComparison.Ordinal);
    }

    private static Task<string> Privacy(bool sample) => PageKit.RenderAsync<PrivacyPage>(new()
    {
        ["Festival"] = PageKit.Programme.Festival with { Sample = sample, RetentionDays = 10 },
        ["Language"] = Language.English,
    });

    private static int Zipped(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(bytes);
        return (int)zipped.Length;
    }
}
