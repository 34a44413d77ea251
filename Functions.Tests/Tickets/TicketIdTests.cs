using System.Security.Cryptography;
using System.Text;
using Esik.Registrations;
using FsCheck.Xunit;

namespace Esik.Tickets;

public class TicketIdTests
{
    private static readonly EmailAddress Guest = EmailAddress.Parse("aigerim@example.kz")!;

    [Fact]
    public void An_id_is_the_first_8_bytes_of_the_keyed_hash()
    {
        var secret = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var hash = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes("puppets-1\naigerim@example.kz"));

        Assert.Equal(Convert.ToHexStringLower(hash[..8]), TicketKit.Ticket.ToString());
    }

    [Fact]
    public void Guest_slot_and_key_each_make_another_id()
    {
        var otherKey = GuestKey.Parse(GuestKey.CreateText())!;
        TicketId[] ids =
        [
            TicketKit.Ticket,
            TicketId.For(TicketKit.GuestKey, "puppets-2", Guest),
            TicketId.For(TicketKit.GuestKey, "puppets-1", EmailAddress.Parse("a.igerim@example.kz")!),
            TicketId.For(otherKey, "puppets-1", Guest),
        ];
        Assert.Distinct(ids);
        Assert.Equal(TicketKit.Ticket, TicketId.For(TicketKit.GuestKey, "puppets-1", EmailAddress.Parse(" AIGERIM@example.kz ")!));
    }

    [Property]
    public void An_id_comes_back_from_text_and_bytes(ulong value)
    {
        var bytes = new byte[TicketId.Length];
        new TicketId(value).Write(bytes);

        Assert.Equal(new TicketId(value), TicketId.Read(bytes));
        Assert.Equal(new TicketId(value), TicketId.Parse(new TicketId(value).ToString()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00112233445566")]
    [InlineData("001122334455667788")]
    [InlineData("00112233445566AA")]
    [InlineData(" 011223344556677")]
    [InlineData("0x11223344556677")]
    public void Another_text_is_no_id(string? text) => Assert.Null(TicketId.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")] // 16 bytes
    public void A_weak_guest_key_is_refused(string? setting) => Assert.Null(GuestKey.Parse(setting));
}
