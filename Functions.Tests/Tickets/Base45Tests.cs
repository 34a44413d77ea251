using System.Text;
using FsCheck.Xunit;

namespace Esik.Tickets;

public class Base45Tests
{
    // RFC 9285, sections 4.3 and 4.4.
    [Theory]
    [InlineData("AB", "BB8")]
    [InlineData("Hello!!", "%69 VD92EX0")]
    [InlineData("base-45", "UJCLQE7W581")]
    [InlineData("ietf!", "QED8WEX0")]
    [InlineData("", "")]
    public void The_examples_of_the_standard_hold(string plain, string encoded)
    {
        Assert.Equal(encoded, Base45.Encode(Encoding.ASCII.GetBytes(plain)));
        Assert.Equal(Encoding.ASCII.GetBytes(plain), Base45.Decode(encoded));
    }

    [Theory]
    [InlineData("GGW")] // 65,536, the standard's own example of too much
    [InlineData(":::")]
    [InlineData("V5")] // 256 and more do not fit one byte
    [InlineData("::")]
    [InlineData("A")]
    [InlineData("BB8A")]
    [InlineData("bb8")]
    [InlineData("B\u00428 ")]
    [InlineData("B,8")]
    [InlineData("BB８")]
    public void What_the_encoder_never_writes_is_refused(string text) => Assert.Null(Base45.Decode(text));

    [Property]
    public void Bytes_come_back(byte[] bytes) => Assert.Equal(bytes, Base45.Decode(Base45.Encode(bytes)));

    [Property(MaxTest = 1000)]
    public void A_text_is_refused_or_is_the_one_spelling(string? text)
    {
        if (Base45.Decode(text) is { } bytes)
            Assert.Equal(text ?? "", Base45.Encode(bytes));
    }
}
