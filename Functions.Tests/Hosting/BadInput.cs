using System.Net.Http.Headers;
using System.Text;
using Esik.Hosting.Standalone;

namespace Esik.Hosting.Tests;

/// <summary>Requests that nobody should send, for every address of the application: a new one is in without being named here.</summary>
internal static class BadInput
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    // Addresses whose places for values are filled with what exists, so that a request gets past the address.
    private static readonly Dictionary<string, string> Real = new()
    {
        ["{lang:regex(^(kk|ru|en)$)}"] = "kk",
        ["{slotId}"] = "clay",
        ["{home:maxlength(0)?}"] = "",
        ["{*path}"] = "esik.css",
    };

    private static readonly string[] Values =
    [
        "%00", "%ff%fe", "%", "%zz", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..", "a%2fb", "%5c", "%F0%9F%8E%89", "clay'%20or%201%20eq%201", "%ED%A0%80", "x\t", new('a', 1000),
    ];

    public static IReadOnlyList<HttpFunction> Functions => [.. FunctionCatalogue.Application.All.OfType<HttpFunction>()];

    /// <summary>The function's address with real values.</summary>
    public static string Path(HttpFunction function) => "/" + Filled(function, name => Real.GetValueOrDefault(name, "clay"));

    /// <summary>The function's address with each bad value in its places, and in its query.</summary>
    public static IEnumerable<string> Paths(HttpFunction function)
    {
        foreach (var value in Values)
        {
            if (FunctionRoutes.Parameters(function).Count > 0)
                yield return "/" + Filled(function, name => name.StartsWith("{lang", StringComparison.Ordinal) ? "kk" : value);
            yield return $"{Path(function)}?kind={value}&token={value}&return={value}&{value}={value}&lang&=&&";
        }
    }

    public static IEnumerable<(string What, HttpContent? Content)> Bodies()
    {
        yield return ("nothing", null);
        yield return ("empty JSON", Text("", Json));
        yield return ("empty form", Text("", Form));
        yield return ("no content type", new ByteArrayContent("{}"u8.ToArray()));
        yield return ("another content type", Text("<a/>", "application/xml"));
        yield return ("a content type that is none", Raw("{}"u8.ToArray(), ";;/charset=\"x"));
        yield return ("multipart", new MultipartFormDataContent { { new StringContent("x"), "name" } });
        foreach (var json in (string[])["null", "[]", "{}", "1", "\"x\"", "{", "{\"name\":", "nul", "{\"a\":1}{", "[[[[", "\uFEFF{}", "{\"\\ud800\":1}", "{\"name\":\"\\ud800\"}", "{\"code\":\"\\udc00\",\"name\":\"\\ud800\"}"])
            yield return (json, Text(json, Json));
        yield return ("deep JSON", Text(string.Concat(Enumerable.Repeat("{\"a\":[", 500)), Json));
        yield return ("deep JSON in a field", Text("{\"name\":" + new string('[', 1000) + new string(']', 1000) + "}", Json));
        foreach (var value in (string[])["null", "1", "-1", "1e400", "99999999999999999999", "1.5", "true", "\"\"", "\"x\"", "[]", "{}", "\"\\u0000\"", "\"\\ud800\"", $"\"{new string('ä', 2000)}\""])
            yield return ("every field " + value, Text(EveryField(value), Json));
        foreach (var value in (string[])["", "%00", "%ff%fe", "%", "%zz", "%ED%A0%80", "-1", "99999999999999999999", "%F0%9F%8E%89", new('a', 3000), "%E2%80%AE%22%3E%3Cscript%3E"])
            yield return ("every form field " + value, Text(string.Join('&', Names.Select(name => $"{name}={value}")), Form));
        yield return ("fields twice", Text("name=a&name=b&email=a@b.kz&email=c@d.kz&party=1&party=2&consent=1&consent=2", Form));
        yield return ("form of separators", Text("&&&===&=&", Form));
        yield return ("JSON that is not UTF-8", Raw([.. "{\"name\":\""u8, 0xFF, 0xFE, 0xC0, .. "\"}"u8], Json));
        yield return ("form that is not UTF-8", Raw([.. "name="u8, 0xFF, 0xFE, 0xC0], Form));
        yield return ("2 MB of JSON", Text("{\"name\":\"" + new string('x', 2_000_000) + "\"}", Json));
        yield return ("2 MB of form", Text("name=" + new string('x', 2_000_000), Form));
        yield return ("2 MB of nothing", Raw(new byte[2_000_000], "application/octet-stream"));
    }

    private static readonly string[] Names =
    [
        "name", "email", "party", "language", "consent", "requestId", "proof", "code", "token", "id", "return", "doors", "door", "hours", "reusable", "device", "scans", "sentAt", "names",
    ];

    private static string EveryField(string value) => "{" + string.Join(',', Names.Select(name => $"\"{name}\":{value}")) + "}";

    private static string Filled(HttpFunction function, Func<string, string> value)
    {
        var path = new StringBuilder();
        var depth = 0;
        var place = new StringBuilder();
        foreach (var letter in function.Route)
        {
            depth += letter == '{' ? 1 : 0;
            (depth > 0 ? place : path).Append(letter);
            depth -= letter == '}' ? 1 : 0;
            if (depth == 0 && place.Length > 0)
            {
                path.Append(value(place.ToString()));
                place.Clear();
            }
        }
        return path.ToString();
    }

    private static HttpContent Text(string text, string type) => Raw(Encoding.UTF8.GetBytes(text), type);

    private static ByteArrayContent Raw(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        if (MediaTypeHeaderValue.TryParse(type, out var known))
            content.Headers.ContentType = known;
        else
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
