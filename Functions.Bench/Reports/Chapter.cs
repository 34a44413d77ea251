namespace Esik.Bench.Reports;

/// <summary>What is measured in one run, and told in one chapter of docs/benchmarks.md.</summary>
/// <param name="Option">What asks for it on the command line; null for what is measured when nothing else is asked for.</param>
public sealed record Chapter(string Title, string? Option)
{
    public static readonly Chapter Rush = new("The rush", null);
    public static readonly Chapter Door = new("The door", "--door");
    public static readonly Chapter Cold = new("The first page", "--cold");
    public static readonly Chapter Faults = new("Faults", "--faults");

    /// <summary>In the order of the document.</summary>
    public static IReadOnlyList<Chapter> All { get; } = [Rush, Door, Cold, Faults];

    public string Command => Option is null ? "scripts/bench" : $"scripts/bench {Option}";

    /// <summary>The measures that it tells of, in their order: a measure's name begins with what it is about.</summary>
    public IEnumerable<Goal> Goals => Goal.All.Where(goal => Of(goal) == this);

    /// <summary>A document with this chapter in the place of the one that it had; the other chapters stay as they are.</summary>
    public string Replace(string document, string text)
    {
        var chapters = All.ToDictionary(chapter => chapter, chapter => chapter == this ? text : chapter.In(document));
        return Preface + string.Concat(chapters.Values);
    }

    private const string Preface = "# Benchmarks\n\nEach chapter is written by its own command with `--write`, and everything in it was measured in one run on one machine. Values are medians, with the smallest and the largest of the repetitions in brackets.\n";

    internal string Heading => $"\n## {Title}\n";

    private static Chapter Of(Goal goal) => goal.Name.Split('.')[0] switch
    {
        "door" => Door,
        "cold" => Cold,
        "faults" => Faults,
        _ => Rush,
    };

    private string In(string document)
    {
        var begin = document.IndexOf(Heading, StringComparison.Ordinal);
        if (begin < 0)
            return "";
        var end = document.IndexOf("\n## ", begin + Heading.Length, StringComparison.Ordinal);
        return end < 0 ? document[begin..] : document[begin..end];
    }
}
