using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Esik.Registrations;

namespace Esik.Hosting.Tests;

/// <summary><c>scripts/programme</c>, <c>scripts/erase</c>, <c>scripts/audit</c>, <c>scripts/backup</c> and <c>scripts/restore</c> as a person types them.</summary>
public sealed class CommandTests
{
    private const string Sample = "Functions/Programmes/Sample/art-energy-almaty.json";
    private const string Festival = "art-energy-almaty";

    [Fact]
    public async Task A_file_is_imported_once_and_then_is_there_already()
    {
        using var folder = new TemporaryFolder();
        var first = await RunAsync("scripts/programme", "import", Repository.PathOf(Sample), "--data", folder.Path);
        Assert.True(first.Code == 0, first.Text);
        Assert.Contains("Imported: ", first.Text, StringComparison.Ordinal);
        var second = await RunAsync("scripts/programme", "import", Repository.PathOf(Sample), "--data", folder.Path);
        Assert.Equal((0, true), (second.Code, second.Text.Contains("The stored programme is the file's already.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_file_is_refused_with_all_its_mistakes_and_their_places()
    {
        using var folder = new TemporaryFolder();
        var text = (await File.ReadAllTextAsync(Repository.PathOf(Sample)))
            .Replace("\"Asia/Almaty\"", "\"Asia/Nowhere\"", StringComparison.Ordinal)
            .Replace("\"venue\": \"coworking\"", "\"venue\": \"cellar\"", StringComparison.Ordinal);
        var file = folder.Write("wrong.json", System.Text.Encoding.UTF8.GetBytes(text));
        var refused = await RunAsync("scripts/programme", "import", file, "--data", Path.Combine(folder.Path, "data"));
        Assert.Equal(1, refused.Code);
        Assert.Contains("/timeZone", refused.Text, StringComparison.Ordinal);
        Assert.Matches("wrong\\.json:[0-9]+:[0-9]+ .*cellar", refused.Text);
    }

    [Fact]
    public async Task Erasing_asks_first_and_then_leaves_no_mail_and_no_ticket_page()
    {
        using var folder = new TemporaryFolder();
        var port = RunningStart.FreePort();
        await using var running = RunningStart.Run("--port", $"{port}", "--data", folder.Path);
        await running.LinksAsync(folder.Path);
        using var client = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
        using var answer = await client.PostAsJsonAsync(
            "/api/slots/try-the-door/registrations",
            new { name = "Aigul", email = "aigul@example.org", party = 1, language = "en", consent = true, requestId = SignUp.NewRequestId() });
        var ticket = (await answer.Content.ReadFromJsonAsync<RegistrationAnswerJson>())!.Ticket!.Url;
        var mails = Path.Combine(folder.Path, "mail");
        await UntilAsync(() => Directory.GetFiles(mails, "*.eml").Length == 1);

        var unasked = await RunAsync("scripts/erase", Festival, "--data", folder.Path);
        Assert.Equal((1, true), (unasked.Code, unasked.Text.Contains("Nothing was erased.", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(ticket)).StatusCode);
        var erased = await RunAsync("scripts/erase", Festival, "--data", folder.Path, "--yes");
        Assert.True(erased.Code == 0, erased.Text);
        Assert.Empty(Directory.GetFiles(mails, "*.eml"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(ticket)).StatusCode);
    }

    [Fact]
    public async Task The_audit_says_by_its_exit_code_whether_everything_adds_up()
    {
        using var folder = new TemporaryFolder();
        var nowhere = await RunAsync("scripts/audit", "--data", Path.Combine(folder.Path, "nowhere"));
        Assert.Equal((1, true), (nowhere.Code, nowhere.Text.Contains("There is no data directory", StringComparison.Ordinal)));
        var empty = await RunAsync("scripts/audit", "--data", folder.Path);
        Assert.Equal((1, true), (empty.Code, empty.Text.Contains("WRONG: ProgrammeMissing", StringComparison.Ordinal)));
        await RunAsync("scripts/programme", "import", Repository.PathOf(Sample), "--data", folder.Path);
        var audited = await RunAsync("scripts/audit", "--data", folder.Path);
        Assert.Equal((0, true), (audited.Code, audited.Text.Contains("Everything adds up.", StringComparison.Ordinal)));
        var json = await RunAsync("scripts/audit", "--data", folder.Path, "--json");
        Assert.True(System.Text.Json.JsonDocument.Parse(json.Text[..(json.Text.LastIndexOf('}') + 1)]).RootElement.GetProperty("isClean").GetBoolean());
    }

    [Fact]
    public async Task A_backup_is_whole_or_not_there_and_is_restored_once_with_its_keys()
    {
        using var folder = new TemporaryFolder();
        var (here, there, file) = (Path.Combine(folder.Path, "here"), Path.Combine(folder.Path, "there"), Path.Combine(folder.Path, "festival.backup"));
        await RunAsync("scripts/programme", "import", Repository.PathOf(Sample), "--data", here);
        var backup = await RunAsync("scripts/backup", file, "--data", here);
        Assert.True(backup.Code == 0, backup.Text);
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        var again = await RunAsync("scripts/backup", file, "--data", here);
        Assert.Equal((1, true), (again.Code, again.Text.Contains("nothing is overwritten", StringComparison.Ordinal)));

        var strange = await RunAsync("scripts/restore", file, "--data", there);
        Assert.Equal((1, true), (strange.Code, strange.Text.Contains("FestivalSecret, GuestKey, TicketSigningKey", StringComparison.Ordinal)));
        var cut = folder.Write("cut.backup", (await File.ReadAllBytesAsync(file))[..^9]);
        var refused = await RunAsync("scripts/restore", cut, "--data", there);
        Assert.Equal((1, true), (refused.Code, refused.Text.Contains("nothing was changed", StringComparison.Ordinal)));

        var withKeys = Path.Combine(folder.Path, "with-keys.backup");
        await RunAsync("scripts/backup", withKeys, "--with-keys", "--data", here);
        var restored = await RunAsync("scripts/restore", withKeys, "--data", there);
        Assert.True(restored.Code == 0, restored.Text);
        foreach (var key in Directory.GetFiles(Path.Combine(here, "keys")).Where(key => Path.GetFileName(key) != "storage-account"))
            Assert.Equal(await File.ReadAllTextAsync(key), await File.ReadAllTextAsync(Path.Combine(there, "keys", Path.GetFileName(key))));
        Assert.Equal(0, (await RunAsync("scripts/audit", "--data", there)).Code);
        var twice = await RunAsync("scripts/restore", file, "--data", there);
        Assert.Equal((1, true), (twice.Code, twice.Text.Contains($"holds the festival '{Festival}' already", StringComparison.Ordinal)));
    }

    // Keys of one's own making would leave every ticket dead, and their marks would go into the backup.
    [Fact]
    public async Task Over_an_account_that_has_a_festival_no_key_is_made()
    {
        using var folder = new TemporaryFolder();
        var account = new Dictionary<string, string> { ["AzureWebJobsStorage"] = await TestAzurite.TakeAccountAsync() };
        var (data, file) = (Path.Combine(folder.Path, "data"), Path.Combine(folder.Path, "festival.backup"));
        var imported = await RunInAsync(account, "scripts/programme", "import", Repository.PathOf(Sample), "--data", data);
        Assert.True(imported.Code == 0, imported.Text);
        foreach (var (script, arguments) in new (string, string[])[] { ("scripts/backup", [file, "--data", data]), ("scripts/audit", ["--data", data]), ("scripts/start", ["--data", data, "--port", $"{RunningStart.FreePort()}"]) })
        {
            var refused = await RunInAsync(account, script, arguments);
            Assert.Equal((1, true), (refused.Code, refused.Text.Contains("keys are not here: FestivalSecret, GuestKey, TicketSigningKey", StringComparison.Ordinal)));
        }
        Assert.False(Directory.Exists(Path.Combine(data, "keys")));

        using var signing = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var given = new Dictionary<string, string>(account)
        {
            ["FestivalSecret"] = Convert.ToBase64String(new byte[32]),
            ["GuestKey"] = Convert.ToBase64String(new byte[32]),
            ["TicketSigningKey"] = Convert.ToBase64String(signing.ExportPkcs8PrivateKey()),
        };
        var backup = await RunInAsync(given, "scripts/backup", file, "--data", data);
        Assert.True(backup.Code == 0, backup.Text);
        given["AzureWebJobsStorage"] = await TestAzurite.TakeAccountAsync();
        var restored = await RunInAsync(given, "scripts/restore", file, "--data", data);
        Assert.True(restored.Code == 0, restored.Text);
    }

    // The one who owns the directory opens no storage, so the second waits for it until it is signalled.
    [Theory]
    [InlineData("backup", "INT", 130, "festival.backup")]
    [InlineData("audit", "TERM", 143)]
    [InlineData("erase", "HUP", 129, Festival, "--yes")]
    public async Task A_command_that_was_interrupted_does_not_say_that_it_is_done(string command, string signal, int code, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var directory = Path.Combine(folder.Path, "data");
        using var owned = Standalone.Commands.DataDirectory.Own(directory);
        using var process = Run([], folder.Path, $"scripts/{command}", [.. arguments, "--data", directory]);
        Assert.StartsWith("Storage: ", await process.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        Tool.Run("kill", $"-{signal}", $"{process.Id}");
        var complaint = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal((code, $"{command} was stopped before it was done.\n"), (process.ExitCode, complaint));
    }

    // Ctrl+C at the question is an answer, too.
    [Fact]
    public async Task Erasing_can_be_interrupted_where_it_asks()
    {
        using var folder = new TemporaryFolder();
        using var process = Run([], folder.Path, "scripts/erase", Festival, "--data", folder.Path);
        Assert.Contains("This erases", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        Tool.Run("kill", "-INT", $"{process.Id}");
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);

        Assert.Equal(130, process.ExitCode);
    }

    [Fact]
    public async Task A_second_backup_of_one_name_leaves_the_first_ones_draft_alone()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        await RunAsync("scripts/programme", "import", Repository.PathOf(Sample), "--data", data);
        var draft = folder.Write("festival.backup.new", [1, 2, 3]);
        var refused = await RunAsync("scripts/backup", Path.Combine(folder.Path, "festival.backup"), "--data", data);

        Assert.Equal((1, true), (refused.Code, refused.Text.Contains($"{draft} is there: another backup writes it", StringComparison.Ordinal)));
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(draft));
    }

    private static async Task UntilAsync(Func<bool> happened)
    {
        var waited = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(20), "The mail did not come.");
            await Task.Delay(50);
        }
    }

    private static Task<(int Code, string Text)> RunAsync(string script, params string[] arguments) => RunInAsync([], script, arguments);

    private static async Task<(int Code, string Text)> RunInAsync(Dictionary<string, string> environment, string script, params string[] arguments) =>
        await EndAsync(Run(environment, Environment.CurrentDirectory, script, arguments));

    internal static async Task<(int Code, string Text)> EndAsync(Process running)
    {
        using var process = running;
        process.StandardInput.Close();
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await said + await complained);
    }

    internal static Process Run(Dictionary<string, string> environment, string directory, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(Repository.PathOf(script), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var setting in EsikSettings.Names)
            start.Environment.Remove(setting);
        start.Environment["ESIK_PROGRAM"] = typeof(EsikHost).Assembly.Location;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
