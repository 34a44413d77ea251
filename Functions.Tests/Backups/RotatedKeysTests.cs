using System.Security.Cryptography;
using Esik.Hosting;
using Esik.Hosting.Tests;
using Esik.Tickets;

namespace Esik.Backups.Tests;

/// <summary>A festival whose signing key was rotated: number 2 signs, and tickets of number 1 are still good.</summary>
public sealed class RotatedKeysTests
{
    private const string Sample = "Functions/Programmes/Sample/art-energy-almaty.json";

    private static readonly string Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes.LengthMin));
    private static readonly (string Private, string Public) First = NewKey();
    private static readonly (string Private, string Public) Second = NewKey();
    private static readonly (string Private, string Public) Third = NewKey();
    private static readonly string EarlierOne = $"1:{First.Public}";
    private static readonly string EarlierTwo = $"1:{First.Public},2:{Second.Public}";

    private static readonly TicketSettings Rotated = Of(Second.Private, "2", EarlierOne);

    public static TheoryData<string, string, string, string> Restored => new()
    {
        { Second.Private, "2", EarlierOne, "" },
        { Second.Private, "1", EarlierOne, "TicketSigningKeyId" },
        { Second.Private, "1", "", "TicketSigningKeyId, TicketPublicKeys" },
        { Second.Private, "2", "", "TicketPublicKeys" },
        { Second.Private, "2", $"1:{Third.Public}", "TicketPublicKeys" },
        { Second.Private, "2", "not a list", "TicketPublicKeys" },
        { Second.Private, "3", EarlierOne, "TicketSigningKeyId" },
        // The key from before the rotation.
        { First.Private, "1", "", "TicketSigningKey, TicketSigningKeyId, TicketPublicKeys" },
        { First.Private, "1", EarlierTwo, "" },
        { Third.Private, "2", EarlierOne, "TicketSigningKey" },
        { "", "1", "", "TicketSigningKey, TicketSigningKeyId, TicketPublicKeys" },
        { "", "2", EarlierOne, "TicketSigningKey" },
        // Rotated once more since.
        { Third.Private, "3", EarlierTwo, "" },
        { Third.Private, "3", EarlierOne, "TicketPublicKeys" },
    };

    [Theory]
    [MemberData(nameof(Restored))]
    public void Each_key_of_then_must_be_there_under_its_number(string key, string id, string earlier, string missing) =>
        Assert.Equal(missing, string.Join(", ", Marks(Rotated).Missing(Secret, Of(key, id, earlier))));

    [Fact]
    public void Without_a_rotation_no_number_is_asked_for() => Assert.Equal(["TicketSigningKey"], Marks(Of(First.Private, "1", "")).Missing(Secret, Of("", "1", "")));

    // An older file has the mark of the signing key alone.
    [Theory]
    [InlineData("1", "")]
    [InlineData("2", "TicketSigningKey")]
    public void A_file_without_the_numbers_is_judged_as_before(string generation, string missing)
    {
        var marks = Marks(Rotated) with { TicketKeysById = null };

        Assert.Equal(missing, string.Join(", ", marks.Missing(Secret, generation == "1" ? Of(Second.Private, "1", "") : Of(Third.Private, "2", EarlierOne))));
        Assert.Equal([], marks.Missing(Secret, Of(Third.Private, "3", EarlierTwo)));
    }

    [Fact]
    public async Task A_restore_names_the_number_and_the_earlier_keys_that_are_missing_and_takes_them_from_a_file_that_has_them()
    {
        using var folder = new TemporaryFolder();
        var (file, withKeys, older) = (Path.Combine(folder.Path, "festival.backup"), Path.Combine(folder.Path, "with-keys.backup"), Path.Combine(folder.Path, "older.backup"));
        var here = Path.Combine(folder.Path, "here");
        await DoneAsync(Given(Rotated), "programme", "import", Repository.PathOf(Sample), "--data", here);
        await DoneAsync(Given(Rotated), "backup", file, "--data", here);
        await DoneAsync(Given(Rotated), "backup", withKeys, "--with-keys", "--data", here);
        await WithoutNumbersAsync(file, older);

        await RefusedAsync("(TicketSigningKeyId, TicketPublicKeys)", Of(Second.Private, "", ""));
        await RefusedAsync("(TicketSigningKeyId)", Of(Second.Private, "", EarlierOne));
        await RefusedAsync("(TicketPublicKeys)", Of(Second.Private, "2", ""));
        await DoneAsync(Given(Rotated), "restore", file, "--data", Path.Combine(folder.Path, "rotated"));
        await DoneAsync(Given(Of(Second.Private, "", "")), "restore", older, "--data", Path.Combine(folder.Path, "older"));

        // Where the key is in the settings, so must be what belongs to it: the site reads no file.
        var (code, text) = await RunAsync(Given(Of(Second.Private, "2", "")), "restore", withKeys, "--data", Path.Combine(folder.Path, "refused"));
        Assert.True(code == 1 && text.Contains("(TicketPublicKeys)", StringComparison.Ordinal), text);

        // What came with the file is there for every later command.
        var there = Path.Combine(folder.Path, "there");
        await DoneAsync([], "restore", withKeys, "--data", there);
        var again = Path.Combine(folder.Path, "again.backup");
        await DoneAsync([], "backup", again, "--with-keys", "--data", there);
        Assert.Equal((await HeaderAsync(withKeys)).Keys!.OrderBy(key => key.Key), (await HeaderAsync(again)).Keys!.OrderBy(key => key.Key));
        Assert.Equal(["1", "2"], (await HeaderAsync(again)).Marks.TicketKeysById!.Keys.Order().Select(id => $"{id}"));

        async Task RefusedAsync(string names, TicketSettings settings)
        {
            var (ended, said) = await RunAsync(Given(settings), "restore", file, "--data", Path.Combine(folder.Path, "refused"));
            Assert.True(ended == 1 && said.Contains(names, StringComparison.Ordinal), said);
            Assert.All((string[])[Second.Private, First.Public], key => Assert.DoesNotContain(key, said, StringComparison.Ordinal));
        }
    }

    private static KeyMarks Marks(TicketSettings settings)
    {
        using var keys = settings.Keys();
        return KeyMarks.Of(Secret, settings.GuestKey, keys);
    }

    private static TicketSettings Of(string key, string id, string earlier) => new() { GuestKey = Secret, TicketSigningKey = key, TicketSigningKeyId = id, TicketPublicKeys = earlier };

    private static Dictionary<string, string> Given(TicketSettings settings) => new()
    {
        ["FestivalSecret"] = Secret,
        ["GuestKey"] = settings.GuestKey,
        ["TicketSigningKey"] = settings.TicketSigningKey,
        ["TicketSigningKeyId"] = settings.TicketSigningKeyId,
        ["TicketPublicKeys"] = settings.TicketPublicKeys,
    };

    private static async Task DoneAsync(Dictionary<string, string> settings, string command, params string[] arguments)
    {
        var (code, text) = await RunAsync(settings, command, arguments);
        Assert.True(code == 0, text);
    }

    private static Task<(int Code, string Text)> RunAsync(Dictionary<string, string> settings, string command, params string[] arguments) =>
        CommandTests.EndAsync(CommandTests.Run(settings, Environment.CurrentDirectory, $"scripts/{command}", arguments));

    private static async Task<BackupHeader> HeaderAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return (await BackupContents.ReadAsync(stream, CancellationToken.None)).Header;
    }

    // The file as an Esik wrote it that knew no numbers.
    private static async Task WithoutNumbersAsync(string file, string older)
    {
        await using var read = File.OpenRead(file);
        await using var written = File.Create(older);
        using var writer = new BackupWriter(written);
        await foreach (var line in BackupReader.ReadAsync(read, CancellationToken.None))
        {
            if (line.Header is { } header)
                writer.Header(header with { Marks = header.Marks with { TicketKeysById = null } });
            else if (line.Row is { } row)
                writer.Row(row);
            else if (line.Section is { } section)
                writer.Section(section.Table, section.Partition, section.IsWhole);
        }
        writer.End();
    }

    private static (string Private, string Public) NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (Convert.ToBase64String(key.ExportPkcs8PrivateKey()), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
    }
}
