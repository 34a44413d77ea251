using System.Net.Http.Headers;
using System.Text;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Esik.Registrations.Tests;

/// <summary>Any text in any field gets 2xx, 3xx or 4xx: from the form, from JSON, and from a door.</summary>
public sealed class AnyTextTests
{
    private static readonly string[] Fields = ["name", "email", "party", "consent", "requestId", "proof", "language"];

    private static readonly Lazy<Task<TestSite>> Shared = new(async () =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var site = await TestSite.StartAsync(new() { Settings = Limits.Raised });
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now, capacity: 100_000)));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => site.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
        return site;
    });

    /// <summary>Texts of any UTF-16 units, half characters and control characters too, short and long.</summary>
    public static Arbitrary<string> Texts() => Arb.From(Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
        Gen.Choose(0, 0xFFFF).ArrayOf().Select(units => new string([.. units.Select(unit => (char)unit)])),
        Gen.Elements("\0", "\uD800", "\uDC00x", "\uFFFE", "\u202E", "'; drop table", "<script>", "{{7*7}}", "%00", "=1+1", new string('ё', 5000), "aigul@\uD800.kz", "a@xn--\uFFFD.kz", "1e9", "-0", "٣", "２")));

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("Айгүл\uFFFF")]
    [InlineData("\uFDD0")]
    [InlineData("\uFFFD")]
    public void A_name_of_what_is_no_character_is_refused(string name) => Assert.Equal(
        ["name-unusable"],
        SignUp.Read(new SignUpInput(name, "aigul@example.org", "1", null, true, SignUp.NewRequestId()), 1, Languages.Language.Kazakh).Mistakes.Select(mistake => mistake.Code));

    [Property(Arbitrary = [typeof(AnyTextTests)], MaxTest = 60)]
    public void Any_text_in_any_field_of_the_form(string text, NonNegativeInt field)
    {
        var fields = Good();
        fields[Fields[field.Get % Fields.Length]] = text;
        var form = string.Join('&', fields.Select(pair => $"{pair.Key}={Encoded(pair.Value)}"));
        Expect("/kk/slots/clay", new StringContent(form, MediaTypeHeaderValue.Parse("application/x-www-form-urlencoded")));
    }

    [Property(Arbitrary = [typeof(AnyTextTests)], MaxTest = 60)]
    public void Any_text_in_any_field_of_the_json(string text, NonNegativeInt field)
    {
        var fields = Good().ToDictionary(pair => pair.Key, pair => pair.Key switch
        {
            "party" => "1",
            "consent" => "true",
            _ => Quoted(pair.Value),
        });
        fields[Fields[field.Get % Fields.Length]] = Quoted(text);
        Expect("/api/slots/clay/registrations", new StringContent("{" + string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}", MediaTypeHeaderValue.Parse("application/json")));
    }

    [Property(Arbitrary = [typeof(AnyTextTests)], MaxTest = 60)]
    public void Any_text_as_a_code_a_device_name_or_a_request_id(string text, NonNegativeInt field)
    {
        var values = Enumerable.Range(0, 3).Select(number => number == field.Get % 3 ? Quoted(text) : "\"x\"").ToList();
        Expect("/api/door/devices", new StringContent($$"""{"code":{{values[0]}},"name":{{values[1]}},"requestId":{{values[2]}}}""", MediaTypeHeaderValue.Parse("application/json")));
    }

    private static void Expect(string path, HttpContent content)
    {
        var site = Shared.Value.GetAwaiter().GetResult();
        using var answer = site.Client.PostAsync(new Uri(path, UriKind.Relative), content).GetAwaiter().GetResult();
        var text = answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
        Assert.True((int)answer.StatusCode is >= 200 and < 500, $"{answer.StatusCode}: {text}");
    }

    private static Dictionary<string, string> Good() => new()
    {
        ["name"] = "Айгүл",
        ["email"] = $"{SignUp.NewRequestId()}@example.org",
        ["party"] = "1",
        ["consent"] = "yes",
        ["requestId"] = SignUp.NewRequestId(),
    };

    // Half characters go out as the bytes that a careless program sends for them.
    private static string Encoded(string text)
    {
        var form = new StringBuilder();
        foreach (var unit in text)
        {
            byte[] bytes = char.IsSurrogate(unit) ? [(byte)(0xE0 | (unit >> 12)), (byte)(0x80 | ((unit >> 6) & 0x3F)), (byte)(0x80 | (unit & 0x3F))] : Encoding.UTF8.GetBytes([unit]);
            foreach (var value in bytes)
                form.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return form.ToString();
    }

    private static string Quoted(string text) => "\"" + string.Concat(text.Select(unit => $"\\u{(int)unit:x4}")) + "\"";
}
