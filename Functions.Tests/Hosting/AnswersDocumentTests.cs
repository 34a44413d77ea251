namespace Esik.Hosting.Tests;

/// <summary>docs/answers.md lists every code that can be answered, and no other.</summary>
public class AnswersDocumentTests
{
    private static readonly string Document = Repository.Read("docs/answers.md");

    private static IReadOnlyCollection<string> Problems => AnswerCodes.OfProblems(Repository.Sources("Functions", ".cs").Select(source => source.Value));

    [Fact]
    public void Every_refusal_is_written_down_and_none_that_is_never_given() => Assert.Equal([], AnswerCodes.Differences(Problems, AnswerCodes.In(Document, "code")));

    [Fact]
    public void Every_answer_of_the_door_is_written_down_in_the_order_of_looking() => Assert.Equal(AnswerCodes.OfDoors, AnswerCodes.In(Document, "answer"));

    [Fact]
    public void A_forgotten_and_a_dead_code_are_found()
    {
        var codes = AnswerCodes.OfProblems(["new Problem(404, \"slot-not-found\")", "NotFound = new(404, \"not-found\")", "mistakes.Add(new(\"name\", x ? \"name-missing\" : \"name-odd\"));"]);
        Assert.Equal(["name-missing", "name-odd", "not-found", "slot-not-found"], codes.Order(StringComparer.Ordinal));
        var document = AnswerCodes.In("| answer |\n|---|\n| `welcome` |\n\n| code |\n|---|\n| `slot-not-found` |\n| `name-missing` |\n| `name-odd` |\n| `gone` |", "code");
        Assert.Equal(["gone is never answered.", "not-found is not written down."], AnswerCodes.Differences(codes, document));
    }
}
