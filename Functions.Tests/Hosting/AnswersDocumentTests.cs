using System.Text.RegularExpressions;

namespace Esik.Hosting.Tests;

public class AnswersDocumentTests
{
    [Theory]
    [InlineData("Functions/Hosting/Hosting.texts.json")]
    [InlineData("Functions/Registrations/Registrations.texts.json")]
    [InlineData("Functions/Tickets/Tickets.texts.json")]
    public void Every_code_that_a_guest_can_get_is_written_down(string texts)
    {
        var answers = Repository.Read("docs/answers.md");
        var codes = Regex.Matches(Repository.Read(texts), "\"problem\\.([a-z0-9-]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"| `{code}` |", answers, StringComparison.Ordinal));
    }
}
