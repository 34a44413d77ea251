using FsCheck.Xunit;

namespace Esik.Tickets;

public class MailCodeTests
{
    private static readonly PageSecret Secret = PageSecret.Parse("0123456789abcdef")!.Value;

    private static readonly GuestKey OtherKey = GuestKey.Parse(GuestKey.CreateText())!;

    private static string Code => MailCode.For(TicketKit.GuestKey, "puppets-1", TicketKit.Ticket, Secret);

    [Fact]
    public void A_code_fits_the_registration_that_it_was_made_for()
    {
        Assert.True(MailCode.Fits(Code, TicketKit.GuestKey, "puppets-1", TicketKit.Ticket, Secret));
        Assert.Equal(MailCode.TextLength, Code.Length);
        Assert.Equal(Uri.EscapeDataString(Code), Code);
    }

    [Fact]
    public void A_code_fits_nothing_else()
    {
        Assert.False(MailCode.Fits(Code, OtherKey, "puppets-1", TicketKit.Ticket, Secret));
        Assert.False(MailCode.Fits(Code, TicketKit.GuestKey, "puppets-2", TicketKit.Ticket, Secret));
        Assert.False(MailCode.Fits(Code, TicketKit.GuestKey, "puppets-1", new TicketId(1), Secret));
        Assert.False(MailCode.Fits(Code, TicketKit.GuestKey, "puppets-1", TicketKit.Ticket, PageSecret.Create()));
    }

    // The page's key shows ticket and secret to whoever signed up: they must not be the code.
    [Fact]
    public void The_code_does_not_stand_in_the_pages_key() =>
        Assert.DoesNotContain(Code, new TicketPageKey(40, TicketKit.Ticket, Secret).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("қате код")]
    public void No_code_is_none(string? code) => Assert.False(MailCode.Fits(code, TicketKit.GuestKey, "puppets-1", TicketKit.Ticket, Secret));

    [Property]
    public bool A_changed_code_fits_no_longer(byte place, char letter)
    {
        var changed = Code.ToCharArray();
        changed[place % changed.Length] = letter;
        return MailCode.Fits(new string(changed), TicketKit.GuestKey, "puppets-1", TicketKit.Ticket, Secret) == (new string(changed) == Code);
    }
}
