using FsCheck.Xunit;

namespace Esik.Tickets;

public class ShortCodeTests
{
    [Property]
    public void A_code_comes_back_as_it_is_shown(ulong ticket)
    {
        var code = ShortCode.For(TicketKit.GuestKey, "puppets-1", new TicketId(ticket));

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", code.Display);
        Assert.Equal(code, ShortCode.Parse(code.Display));
        Assert.Equal(code, ShortCode.Parse(code.Text));
    }

    [Theory]
    [InlineData("ABCD-EFGH", "ABCDEFGH")]
    [InlineData(" abcd efgh ", "ABCDEFGH")]
    [InlineData("a b–c—d-e f g h", "ABCDEFGH")]
    [InlineData("O0I1-L1io", "00111110")]
    [InlineData("АВСЕ-НКМР", "ABCEHKMP")] // Cyrillic
    [InlineData("тухо-зүіһ", "TYX03Y1H")] // Cyrillic, Kazakh letters among them
    public void People_may_type_it_their_way(string typed, string meant) => Assert.Equal(meant, ShortCode.Parse(typed)?.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ABCD-EFG")]
    [InlineData("ABCD-EFGHJ")]
    [InlineData("ABCD-EFGU")]
    [InlineData("ABCD_EFGH")]
    [InlineData("ABCD-EFG\uD83C")]
    public void What_is_no_code_is_refused(string? typed) => Assert.Null(ShortCode.Parse(typed));

    [Property(MaxTest = 1000)]
    public void Any_text_is_a_code_or_refused(string? typed) =>
        Assert.True(ShortCode.Parse(typed) is null or { Text.Length: ShortCode.Length });

    [Fact]
    public void Ticket_slot_and_key_each_make_another_code()
    {
        var otherKey = GuestKey.Parse(GuestKey.CreateText())!;
        ShortCode[] codes =
        [
            ShortCode.For(TicketKit.GuestKey, "puppets-1", new TicketId(1)),
            ShortCode.For(TicketKit.GuestKey, "puppets-1", new TicketId(2)),
            ShortCode.For(TicketKit.GuestKey, "puppets-2", new TicketId(1)),
            ShortCode.For(otherKey, "puppets-1", new TicketId(1)),
        ];
        Assert.Distinct(codes);
    }
}
