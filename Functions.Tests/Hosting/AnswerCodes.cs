using System.Text.RegularExpressions;
using Esik.Doors;

namespace Esik.Hosting.Tests;

/// <summary>The codes that the sources can answer with, and those that docs/answers.md tells of.</summary>
internal static partial class AnswerCodes
{
    /// <summary>Of problems: <c>new Problem(404, "slot-not-found")</c>, and of a sign-up's fields: <c>new("name", "name-missing")</c>.</summary>
    public static IReadOnlyCollection<string> OfProblems(IEnumerable<string> sources) => sources
        .SelectMany(source => ProblemCode().Matches(source).Concat(FieldCode().Matches(source)))
        .SelectMany(match => match.Groups["code"].Captures.Select(code => code.Value))
        .ToHashSet();

    /// <summary>In the order in which they are looked for.</summary>
    public static IReadOnlyList<string> OfDoors => [.. Enum.GetValues<DoorAnswer>().Select(answer => answer.Code())];

    /// <summary>First cells of the tables whose first column has this heading.</summary>
    public static IReadOnlyList<string> In(string document, string heading)
    {
        var codes = new List<string>();
        var counts = false;
        foreach (var cells in document.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries)))
        {
            var first = cells is ["", var cell, ..] ? cell : null;
            counts = first is not null && (counts || first == heading);
            if (counts && first!.StartsWith('`'))
                codes.Add(first.Trim('`'));
        }
        return [.. codes.Distinct()];
    }

    /// <summary>What one has and the other has not, a sentence each.</summary>
    public static IEnumerable<string> Differences(IReadOnlyCollection<string> code, IReadOnlyCollection<string> document) =>
        code.Except(document).Select(missing => $"{missing} is not written down.").Concat(document.Except(code).Select(dead => $"{dead} is never answered.")).Order(StringComparer.Ordinal);

    [GeneratedRegex("(?:Problem|new)\\(\\d{3}, \"(?<code>[a-z0-9-]+)\"")]
    private static partial Regex ProblemCode();

    [GeneratedRegex("mistakes\\.Add\\(new\\(\"\\w+\", (?:[^\";]*\"(?<code>[a-z0-9-]+)\")+")]
    private static partial Regex FieldCode();
}
