namespace Esik.Registrations.Tests;

public class FormMistakesTests
{
    [Fact]
    public void Mistakes_come_in_the_order_of_the_page_one_a_field()
    {
        var mistakes = FormMistakes.Of([("consent", "c"), ("email", "first"), ("email", "second"), ("name", "n")]);
        Assert.Equal(["n", "first", "c"], mistakes.All.Select(mistake => mistake.Text));
        Assert.Equal("first", mistakes.In("email"));
        Assert.Null(mistakes.In("party"));
    }

    [Fact]
    public void What_a_guest_cannot_correct_is_not_pointed_at() => Assert.Empty(FormMistakes.Of([("requestId", "r"), (null, "busy"), ("language", "l")]).All);
}
