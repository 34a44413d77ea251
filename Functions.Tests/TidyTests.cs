using Esik.Languages;

namespace Esik;

public sealed class TidyTests
{
    // A file that is longer than the others has its reason here, and its own limit.
    private static readonly Dictionary<string, int> LongFiles = new()
    {
        // One row for each of a hundred mistakes.
        ["Functions.Tests/Programmes/ProgrammeMistakeTests.cs"] = 420,
    };

    private static IReadOnlyDictionary<string, string> Sources => new Dictionary<string, string>(
        Repository.Sources("Functions", ".cs", ".razor").Concat(Repository.Sources("Web", ".ts")).Where(source => !source.Key.EndsWith(".test.ts", StringComparison.Ordinal)));

    [Fact]
    public void Rules_know_neither_storage_nor_http() => Assert.Equal([], Tidy.RulesAtTheEdge(Repository.Sources("Functions", ".cs")));

    [Fact]
    public void A_rule_that_knows_storage_or_http_is_found() => Assert.Equal(
        ["Functions/Slots/Rule.cs names Azure.", "Functions/Slots/Rule.cs names Microsoft.AspNetCore"],
        Tidy.RulesAtTheEdge(new Dictionary<string, string>
        {
            ["Functions/Slots/Rule.cs"] = "using Azure.Data.Tables;\nusing Microsoft.AspNetCore.Http;",
            ["Functions/Slots/SlotTable.cs"] = "using Azure.Data.Tables;",
            ["Functions/Slots/Other.cs"] = "// Azure. is only spoken of here",
        }));

    [Fact]
    public void Files_are_short() => Assert.Equal([], Tidy.LongFiles(
        new Dictionary<string, string>(Sources.Concat(Repository.Sources("Functions.Tests", ".cs")).Concat(Repository.Sources("Functions.Bench", ".cs"))), LongFiles));

    [Fact]
    public void A_long_file_is_found() => Assert.Equal(
        ["a.cs has 251 lines", "b.cs has 11 lines"],
        Tidy.LongFiles(
            new Dictionary<string, string> { ["a.cs"] = new('\n', 251), ["b.cs"] = new('\n', 11), ["c.cs"] = new('\n', 250) },
            new Dictionary<string, int> { ["b.cs"] = 10 }));

    [Fact]
    public void Every_text_is_used() => Assert.Equal([], Tidy.UnusedTexts(Texts.Catalogue.Keys, Sources));

    [Fact]
    public void Every_text_that_is_used_exists() => Assert.Equal([], Tidy.MissingTexts([.. Texts.Catalogue.Keys], Sources));

    [Fact]
    public void Unused_and_missing_texts_are_found()
    {
        string[] keys = ["door.hello", "door.forgotten", "problem.busy", "ticket.title"];
        var sources = new Dictionary<string, string>
        {
            ["a.cs"] = """T["door.hello"] + T[$"problem.{code}"] + T["door.lost"] + "door.css" + "other.thing" """,
            ["b.ts"] = "say('ticket.title') + say(`door.gone`)",
        };

        Assert.Equal(["door.forgotten"], Tidy.UnusedTexts(keys, sources));
        Assert.Equal(["a.cs: door.lost", "b.ts: door.gone"], Tidy.MissingTexts(keys, sources));
    }
}
