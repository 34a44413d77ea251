using System.Net.Http.Headers;
using System.Text.Json;
using Esik.Doors;
using Esik.Hosting.Standalone;
using Esik.Programmes.Tests;

namespace Esik.Hosting.Tests;

/// <summary>Whatever is sent to whichever address: an answer that says what was wrong, never a failure, and never how the server is made.</summary>
public sealed class BadInputTests(BadInputTests.Site fixture) : IClassFixture<BadInputTests.Site>
{
    // What people say of a failure, and what only a stack trace has.
    private static readonly string[] Leaks = ["   at ", "Exception", "System.", "Esik.Functions", "/home/", "/root/", "/tmp/"];

    public static TheoryData<string> Names => [.. BadInput.Functions.Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_body_is_refused_with_a_code(string name)
    {
        var function = Function(name);
        foreach (var method in function.Methods.Where(method => method.Equals("post", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var (what, content) in BadInput.Bodies())
            {
                using var request = Request(method, BadInput.Path(function), content);
                await ExpectAsync(request, $"{name} with {what}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_bad_address_is_refused_with_a_code(string name)
    {
        var function = Function(name);
        foreach (var path in BadInput.Paths(function).Append(BadInput.Path(function)))
        {
            foreach (var method in function.Methods)
            {
                using var request = Request(method, path, null);
                await ExpectAsync(request, $"{method} {path[..Math.Min(path.Length, 200)]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_headers_are_passed_over_or_refused(string name)
    {
        var function = Function(name);
        foreach (var (header, value) in new (string, string)[]
        {
            ("Accept", ";;q=,,text/"), ("Accept-Language", "xx;q=zz, ,kk;q=-1"), ("Cookie", "esik-language=\"%00;;==; esik-organizer=%ff.%%"), ("Authorization", "Bearer"),
            ("Authorization", "Basic \t::"), ("If-None-Match", "W/\"\"\"\",x"), ("Range", "bytes=9-1,-"), ("Referer", "::not a url"), ("Origin", "http://[::bad"), ("X-Forwarded-For", ",,999.1.1.1"),
        })
        {
            foreach (var method in function.Methods)
            {
                using var request = Request(method, BadInput.Path(function), null);
                request.Headers.Remove(header);
                Assert.True(request.Headers.TryAddWithoutValidation(header, value));
                await ExpectAsync(request, $"{method} {name} with {header}: {value}");
            }
        }
    }

    private static HttpFunction Function(string name) => BadInput.Functions.Single(function => function.Name == name);

    private HttpRequestMessage Request(string method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(fixture.Address, path)) { Content = content };
        if (path.StartsWith("/api/door/scans", StringComparison.Ordinal))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.DeviceToken);
        return request;
    }

    private async Task ExpectAsync(HttpRequestMessage request, string what)
    {
        using var answer = await fixture.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var status = (int)answer.StatusCode;
        Assert.True(status is >= 200 and < 500, $"{what}: {status} {text}");
        // What the server itself refuses before any function is reached has no body.
        if (status >= 400 && text.Length > 0 && request.RequestUri!.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
        {
            Assert.True(answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{what}: {answer.Content.Headers.ContentType}");
            var problem = JsonSerializer.Deserialize<JsonElement>(text);
            Assert.True(problem.GetProperty("code").GetString() is { Length: > 0 } && problem.GetProperty("title").GetString() is { Length: > 0 } && problem.GetProperty("status").GetInt32() == status, $"{what}: {text}");
        }
        if (status >= 400)
            Assert.All(Leaks, leak => Assert.False(text.Contains(leak, StringComparison.Ordinal), $"{what} tells {leak}: {text}"));
        GuardTests.AssertGuarded(answer, what);
    }

    /// <summary>One site for all; nothing here changes anything that another test looks at.</summary>
    public sealed class Site : IAsyncLifetime
    {
        private TestSite site = null!;

        public Uri Address => site.Address;

        public HttpClient Client => site.Client;

        public string DeviceToken { get; private set; } = "";

        public async Task InitializeAsync()
        {
            var now = TimeProvider.System.GetUtcNow();
            site = await TestSite.StartAsync(new() { Settings = Limits.Raised });
            await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));
            var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door"], TimeSpan.FromHours(1), reusable: true, CancellationToken.None);
            DeviceToken = (await site.Get<DoorDesk>().PairAsync(code, "Phone", null, CancellationToken.None)).Token!;
        }

        public Task DisposeAsync() => site.DisposeAsync().AsTask();
    }
}

/// <summary>Limits that a test does not meet.</summary>
internal static class Limits
{
    public static readonly IReadOnlyDictionary<string, string?> Raised = new Dictionary<string, string?>
    {
        ["SignUpsPerMinutePerAddress"] = "1000000",
        ["SignUpsPerMinutePerEmail"] = "100000",
        ["SignUpsPerMinutePerRequestId"] = "100000",
        ["PairingsPerMinutePerAddress"] = "10000",
        ["ShortCodesPerMinutePerDevice"] = "10000",
    };
}
