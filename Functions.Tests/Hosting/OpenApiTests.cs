using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Esik.Doors;
using Esik.Hosting.Standalone;
using Esik.Programmes.Tests;
using Esik.Registrations;

namespace Esik.Hosting.Tests;

/// <summary>openapi.json tells the truth: every JSON address of the functions and no other, and real answers are as its schemas say.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    private static readonly JsonNode Document = JsonNode.Parse(OpenApiFunctions.Document.Span)!;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(
            Now, TestProgramme.Slot("clay", Now, capacity: 2), TestProgramme.Slot("other", Now), TestProgramme.Slot("walls", Now, capacity: null)));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public void Every_json_address_is_described_and_no_other()
    {
        var functions = FunctionCatalogue.Application.All.OfType<HttpFunction>()
            .Where(function => function.Route.StartsWith("api/", StringComparison.Ordinal) || function.Route is "healthz" or "openapi.json" or "festival.schema.json")
            .SelectMany(function => function.Methods.Where(method => method != "head").Select(method => $"{method} /{function.Route}"));
        var described = Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"));
        Assert.Equal(functions.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_codes_are_those_of_the_sources()
    {
        var described = Document["components"]!["schemas"]!["Code"]!["enum"]!.AsArray().Select(code => code!.GetValue<string>()).ToHashSet();
        Assert.Equal([], AnswerCodes.Differences(AnswerCodes.OfProblems(Repository.Sources("Functions", ".cs").Select(source => source.Value)), described));
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_schema_is_used()
    {
        var references = new HashSet<string>();
        Collect(Document, references);
        var names = Document["components"]!["schemas"]!.AsObject().Select(schema => schema.Key);
        Assert.Equal(names.Order(StringComparer.Ordinal), references.Select(reference => reference["#/components/schemas/".Length..]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("openapi.json", "application/json")]
    [InlineData("festival.schema.json", "application/schema+json")]
    public async Task Descriptions_are_served(string path, string type)
    {
        using var answer = await site.Client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["$schema"] ?? Document["openapi"]);
    }

    [Fact]
    public async Task What_guests_get_is_as_described()
    {
        await HoldsAsync("Programme", await site.Client.GetAsync("api/programme"), 200);
        await HoldsAsync("Slot", await site.Client.GetAsync("api/slots/walls"), 200);
        await HoldsAsync("Problem", await site.Client.GetAsync("api/slots/none"), 404);
        await HoldsAsync("Confirmed", await RegisterAsync("a@example.org", 2), 201);
        await HoldsAsync("NotConfirmed", await RegisterAsync("b@example.org", 1), 202);
        await HoldsAsync("AlreadyRegistered", await RegisterAsync("a@example.org", 1), 200);
        await HoldsAsync("Problem", await RegisterAsync("no address", 9), 422);
        await HoldsAsync("Problem", await site.Client.GetAsync("api/reports/capacity"), 401);
        await HoldsAsync("Health", await site.Client.GetAsync("healthz"), 200);
    }

    [Fact]
    public async Task What_doors_get_is_as_described()
    {
        var token = (await HoldsAsync("Confirmed", await RegisterAsync("a@example.org", 2), 201))["ticket"]!["token"]!.GetValue<string>();
        var code = await site.Get<DoorDesk>().CreatePassAsync(["hall-door", "yard-door"], TimeSpan.FromHours(1), reusable: true, CancellationToken.None);
        var paired = await HoldsAsync("Paired", await site.Client.PostAsJsonAsync("api/door/devices", new { code, name = "Phone" }), 201);
        await HoldsAsync("Problem", await site.Client.GetAsync("api/door/devices/me"), 401);
        using var door = site.NewClient();
        door.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", paired["deviceToken"]!.GetValue<string>());
        await HoldsAsync("Device", await door.GetAsync("api/door/devices/me"), 200);
        var scans = new[] { ("clay", token), ("clay", token), ("other", token), ("clay", "no ticket") }
            .Select((scan, number) => new { scanId = $"scan-{number}", token = scan.Item2, slot = scan.Item1, door = "hall-door", scannedAt = Now });
        var answers = await HoldsAsync("ScanAnswers", await door.PostAsJsonAsync("api/door/scans", new { scans, names = true, sentAt = Now }), 200);
        Assert.Equal(["already-inside", "other-slot", "unreadable", "welcome"], answers["answers"]!.AsArray().Select(answer => answer!["answer"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        await HoldsAsync("Problem", await door.PostAsJsonAsync("api/door/scans", new { scans = Array.Empty<int>() }), 422);
    }

    [Fact]
    public void An_answer_that_is_not_as_described_is_found() =>
        Assert.Equal(["/status", "/more"], new SchemaCheck(Document).Refused(JsonNode.Parse("""{"status":"fine","more":1}"""), "#/components/schemas/Health"));

    private static async Task<JsonNode> HoldsAsync(string schema, HttpResponseMessage answer, int status)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {body}");
            var json = JsonNode.Parse(body)!;
            Assert.Equal([], new SchemaCheck(Document).Refused(json, "#/components/schemas/" + schema));
            return json;
        }
    }

    private Task<HttpResponseMessage> RegisterAsync(string email, int party) => site.Client.PostAsJsonAsync(
        "api/slots/clay/registrations", new { name = "Айгүл", email, party, language = "kk", consent = true, requestId = SignUp.NewRequestId() });

    private static void Collect(JsonNode? node, HashSet<string> references)
    {
        if (node is JsonObject fields && fields["$ref"] is { } reference)
            references.Add(reference.GetValue<string>());
        var children = node switch { JsonObject some => some.Select(field => field.Value), JsonArray list => list, _ => [] };
        foreach (var child in children)
            Collect(child, references);
    }
}
