using FsCheck.Xunit;

namespace Esik.Tickets;

public class TicketPageKeyTests
{
    private static readonly TicketPageKey Key = new(40, TicketKit.Ticket, PageSecret.Create());

    [Property]
    public void A_key_comes_back(ushort slotNumber, ulong ticket)
    {
        var key = new TicketPageKey(slotNumber, new TicketId(ticket), PageSecret.Create());

        Assert.Equal(TicketPageKey.TextLength, key.Text.Length);
        Assert.Equal(key, TicketPageKey.Parse(key.Text));
    }

    [Fact]
    public void Only_its_own_secret_opens_a_page()
    {
        Assert.True(Key.Opens(PageSecret.Parse(Key.Secret.Text)!.Value));
        Assert.False(Key.Opens(PageSecret.Create()));
        Assert.False(Key.Opens(default));
    }

    [Fact]
    public void A_key_has_one_spelling()
    {
        var start = Key.Text[..23];
        string?[] others = [null, "", start, Key.Text + "A", start[..22] + "==", start + " ", " " + start, start + "+", start + "қ"];
        Assert.All(others, other => Assert.Null(TicketPageKey.Parse(other)));
    }

    [Property(MaxTest = 1000)]
    public void Any_text_is_refused_or_is_the_one_spelling(string? text)
    {
        if (TicketPageKey.Parse(text) is { } key)
            Assert.Equal(text, key.Text);
    }

    [Fact]
    public void A_log_line_never_holds_the_secret()
    {
        Assert.DoesNotContain(Key.Secret.Text, $"{Key} {Key.Secret}", StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Text, $"{Key}", StringComparison.Ordinal);
    }
}
