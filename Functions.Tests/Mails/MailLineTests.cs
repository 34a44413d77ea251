using FsCheck.Xunit;

namespace Esik.Mails.Tests;

public class MailLineTests
{
    [Theory]
    [InlineData("Саз балшық", "Саз балшық")]
    [InlineData("A\r\nBcc: b@example.com", "A Bcc: b@example.com")]
    [InlineData("a\tb\0c\u0007", "a bc")]
    [InlineData("  much   space  ", "much space")]
    [InlineData("\u202Egnp.exe\u202C", "gnp.exe")]
    [InlineData("\u2067turned", "turned")]
    [InlineData("שלום\u200F!", "שלום\u200F!")]
    [InlineData("👩‍🎨", "👩‍🎨")]
    [InlineData("one\u2028two\u2029three", "one two three")]
    public void A_header_text_is_one_clean_line(string typed, string line) => Assert.Equal(line, MailLine.Of(typed));

    [Property(MaxTest = 300)]
    public void Any_text_becomes_a_bounded_line_without_control_characters(string? typed)
    {
        var line = MailLine.Of(typed ?? "");
        Assert.InRange(line.Length, 0, MailLine.LengthMax);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.Equal(line, MailLine.Of(line));
    }

    [Fact]
    public void A_long_line_is_cut_between_characters()
    {
        var line = MailLine.Of(string.Concat(Enumerable.Repeat("🎭", 150)));
        Assert.EndsWith("🎭…", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, MailLine.LengthMax - 1, MailLine.LengthMax);
    }

    [Fact]
    public void Running_text_keeps_its_line_breaks() => Assert.Equal("a\nb\n\nc", MailLine.Body("a\r\nb\n\u202E\nc\0"));

    [Fact]
    public void A_reason_holds_nothing_that_a_row_would_have_to_escape()
    {
        var reason = MailAnswer.Refused("\"<b>\\ 🎭\r\n" + new string('ә', 500)).Reason!;
        Assert.Equal(MailAnswer.ReasonMax, reason.Length);
        Assert.DoesNotContain(reason, letter => "\"<>\\\n".Contains(letter, StringComparison.Ordinal) || char.IsSurrogate(letter));
    }
}
