using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Esik.Hosting.Tests;

public sealed class StartTests
{
    private const string OpenSlot = "try-the-door";

    // All that the script needs of a machine.
    private static readonly string[] Programs = ["bash", "env", "dirname", "flock", "cut", "paste", "cat", "true", "dotnet", "node", "npm"];

    [Fact]
    public async Task Start_serves_the_sample_and_what_was_stored_is_there_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var port = RunningStart.FreePort();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{port}/") };
        await using (var start = RunningStart.Run("--port", $"{port}", "--data", data))
        {
            var links = await start.LinksAsync(data);

            Assert.Equal(["door", "mailbox", "organizer", "programme"], links.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("600", Tool.Run("stat", "--format=%a", Path.Combine(data, "links.txt")).Trim());
            foreach (var link in links.Where(link => link.Key != "programme"))
                Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(link.Value))).StatusCode);
            Assert.Equal("confirmed", await RegisterAsync(client, "request-id-0000001"));
            await AssertRefusedAsync(1, "Esik already runs over", "--port", $"{RunningStart.FreePort()}", "--data", data);
            await AssertRefusedAsync(1, $"Port {port} is taken", "--port", $"{port}", "--data", data + "-other");
            Assert.Equal("exit code 0, left running: ", await start.SignalAsync("TERM"));
        }
        await using var again = RunningStart.Run("--port", $"{port}", "--data", data);
        await again.LinksAsync(data);

        Assert.Equal("already-registered", await RegisterAsync(client, "request-id-0000002"));
        Assert.Equal("exit code 0, left running: ", await again.SignalAsync("INT"));
    }

    [Fact]
    public async Task Printed_links_and_the_mailbox_exist_on_loopback_only()
    {
        using var folder = new TemporaryFolder();
        var port = RunningStart.FreePort();
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        Dictionary<string, string> home;
        await using (var start = RunningStart.Run("--port", $"{port}", "--data", folder.Path))
        {
            home = await start.LinksAsync(folder.Path);
            Assert.Equal(HttpStatusCode.Created, await PairAsync(client, home["door"]));
            await start.SignalAsync("TERM");
        }
        await using var open = RunningStart.Run("--port", $"{port}", "--data", folder.Path, "--listen", "0.0.0.0", "--public-url", "https://tickets.example.org");
        var links = await open.LinksAsync(folder.Path);

        Assert.Equal(new Dictionary<string, string> { ["programme"] = "https://tickets.example.org/" }, links);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(home["mailbox"]))).StatusCode);
        Assert.NotEqual(HttpStatusCode.Created, await PairAsync(client, home["door"]));
        var page = await (await client.GetAsync(new Uri(home["organizer"]))).Content.ReadAsStringAsync();
        Assert.DoesNotContain("id=\"sign-in\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--port must be 1 to 65535, not '0'.", "--port", "0")]
    [InlineData(2, "--port must be 1 to 65535, not 'many'.", "--port=many")]
    [InlineData(2, "--port needs a value.", "--port")]
    [InlineData(2, "There is no option --prot: --help lists those that there are.", "--prot", "1")]
    [InlineData(2, "There is no option now: --help lists those that there are.", "now")]
    [InlineData(1, "There is no festival file nowhere.json.", "--festival", "nowhere.json")]
    [InlineData(1, "--listen opens this machine to others: say with --public-url under which https address they reach it.", "--listen", "0.0.0.0")]
    public async Task What_makes_no_sense_is_refused_in_one_sentence(int code, string sentence, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await using var start = RunningStart.Run([.. arguments.Contains("--port") ? [] : new[] { "--data", folder.Path, "--port", $"{RunningStart.FreePort()}" }, .. arguments]);

        Assert.Equal((code, sentence), await start.EndAsync());
    }

    [Fact]
    public async Task A_changed_festival_file_is_seen_at_once()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var port = RunningStart.FreePort();
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}/") };
        var sample = await File.ReadAllTextAsync(Repository.PathOf("Functions/Programmes/Sample/art-energy-almaty.json"));
        foreach (var name in (string[])["Is the city listening?", "Does the city listen?"])
        {
            var file = folder.Write("festival.json", System.Text.Encoding.UTF8.GetBytes(sample.Replace("Is the city listening?", name, StringComparison.Ordinal)));
            await using var start = RunningStart.Run("--port", $"{port}", "--data", data, "--festival", file);
            await start.LinksAsync(data);
            Assert.Contains(name, await client.GetStringAsync(new Uri("en", UriKind.Relative)), StringComparison.Ordinal);
            await start.SignalAsync("TERM");
        }
    }

    [Fact]
    public async Task A_festival_file_with_mistakes_is_refused_with_all_of_them()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("festival.json", """{"id": "a/b", "unknown": 1}"""u8.ToArray());
        await using var start = RunningStart.Run("--data", folder.Path, "--port", $"{RunningStart.FreePort()}", "--festival", file);

        var (code, complaint) = await start.EndAsync();

        Assert.Equal(1, code);
        Assert.Contains("bad-id", complaint, StringComparison.Ordinal);
        Assert.Contains("unknown-property", complaint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dotnet", "The .NET SDK 10 is missing")]
    [InlineData("node", "Node.js is missing")]
    [InlineData("npm", "npm is missing")]
    public async Task A_missing_prerequisite_is_named(string program, string sentence)
    {
        using var programs = new TemporaryFolder();
        foreach (var name in Programs.Where(name => name != program))
            File.CreateSymbolicLink(Path.Combine(programs.Path, name), Tool.Run("which", name).Trim());
        await using var start = RunningStart.RunIn(new() { ["PATH"] = programs.Path }, "--data", programs.Path, "--port", $"{RunningStart.FreePort()}");

        var (code, complaint) = await start.EndAsync();

        Assert.Equal(1, code);
        Assert.StartsWith(sentence, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', complaint);
    }

    private static async Task AssertRefusedAsync(int code, string sentence, params string[] arguments)
    {
        await using var start = RunningStart.Run(arguments);
        var end = await start.EndAsync();
        Assert.Equal(code, end.Code);
        Assert.StartsWith(sentence, end.Complaint, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', end.Complaint);
    }

    private static async Task<string?> RegisterAsync(HttpClient client, string requestId)
    {
        var guest = new { name = "Айгерім", email = "aigerim@example.org", party = 2, language = "kk", consent = true, requestId };
        using var answer = await client.PostAsJsonAsync($"api/slots/{OpenSlot}/registrations", guest);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("answer").GetString();
    }

    private static async Task<HttpStatusCode> PairAsync(HttpClient client, string doorLink)
    {
        using var answer = await client.PostAsJsonAsync("api/door/devices", new { code = doorLink.Split('#')[1], name = "A phone" });
        return answer.StatusCode;
    }
}
