using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Esik.Registrations;

public class EmailAddressTests
{
    [Theory]
    [InlineData("aigerim@example.kz", "aigerim@example.kz")]
    [InlineData("  Aigerim@Example.KZ\t", "aigerim@example.kz")]
    [InlineData("a.b+depo@example.kz", "a.b+depo@example.kz")]
    [InlineData("o'neil_x@mail.example.com", "o'neil_x@mail.example.com")]
    [InlineData("guest@қала.қаз", "guest@xn--80aa6a83a.xn--80ao21a")]
    [InlineData("guest@XN--80AA6A83A.xn--80ao21a", "guest@xn--80aa6a83a.xn--80ao21a")]
    [InlineData("\u212Aim@example.kz", "kim@example.kz")] // NFC turns the Kelvin sign into a K.
    public void An_address_has_one_spelling(string typed, string normalised) => Assert.Equal(normalised, EmailAddress.Parse(typed)?.Text);

    [Theory]
    [InlineData(null, EmailProblem.Missing)]
    [InlineData(" \t ", EmailProblem.Missing)]
    [InlineData("aigerim", EmailProblem.Malformed)]
    [InlineData("@example.kz", EmailProblem.Malformed)]
    [InlineData("a@", EmailProblem.Malformed)]
    [InlineData("a@b@example.kz", EmailProblem.Malformed)]
    [InlineData("a@localhost", EmailProblem.Malformed)]
    [InlineData("a@example..kz", EmailProblem.Malformed)]
    [InlineData("a@example.kz.", EmailProblem.Malformed)]
    [InlineData("a@-example.kz", EmailProblem.Malformed)]
    [InlineData("a@exa_mple.kz", EmailProblem.Malformed)]
    [InlineData("a@127.0.0.1", EmailProblem.Malformed)]
    [InlineData("a@[127.0.0.1]", EmailProblem.Malformed)]
    [InlineData(".a@example.kz", EmailProblem.Malformed)]
    [InlineData("a..b@example.kz", EmailProblem.Malformed)]
    [InlineData("a b@example.kz", EmailProblem.Malformed)]
    [InlineData("\"a b\"@example.kz", EmailProblem.Malformed)]
    [InlineData("Aigerim <a@example.kz>", EmailProblem.Malformed)]
    [InlineData("a@example.kz, b@example.kz", EmailProblem.Malformed)]
    [InlineData("a@example.kz\r\nBcc: b@example.kz", EmailProblem.Malformed)]
    [InlineData("a\0@example.kz", EmailProblem.Malformed)]
    [InlineData("a\u200B@example.kz", EmailProblem.Malformed)]
    [InlineData("\uD800@example.kz", EmailProblem.Malformed)]
    [InlineData("айгерим@example.kz", EmailProblem.ForeignLetters)]
    [InlineData("аigerim@example.kz", EmailProblem.ForeignLetters)] // Its first letter is Cyrillic.
    public void What_is_no_address_is_refused(string? typed, EmailProblem expected)
    {
        Assert.Null(EmailAddress.Parse(typed, out var problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData(61, 19, null)] // 61 + 1 + 192 = 254
    [InlineData(62, 19, EmailProblem.TooLong)]
    [InlineData(64, 1, null)]
    [InlineData(65, 1, EmailProblem.TooLong)]
    [InlineData(2_000_000, 1, EmailProblem.TooLong)]
    public void Length_has_its_limits(int localLength, int labels, EmailProblem? expected)
    {
        var typed = $"{new string('a', localLength)}@{string.Concat(Enumerable.Repeat("abcdefghi.", labels))}kz";

        EmailAddress.Parse(typed, out var problem);

        Assert.Equal(expected, problem);
    }

    [Property(MaxTest = 2000)]
    public void Any_text_is_an_address_or_has_a_problem(string? typed)
    {
        var address = EmailAddress.Parse(typed, out var problem);

        Assert.NotEqual(address is null, problem is null);
    }

    [Property(MaxTest = 2000)]
    public Property Almost_addresses_never_throw_and_normalise_once() => Prop.ForAll(AlmostAddresses(), typed =>
    {
        if (EmailAddress.Parse(typed) is not { } address)
            return;
        Assert.InRange(address.Text.Length, 5, EmailAddress.LengthMax);
        Assert.All(address.Text, letter => Assert.InRange(letter, '!', '~'));
        Assert.Equal(address, EmailAddress.Parse(address.Text));
    });

    // Pieces that addresses are made of, and those that break them, in any order and on either side of the @.
    private static Arbitrary<string> AlmostAddresses()
    {
        var piece = Gen.Elements(
            "a", "Z", "9", "@", "\uFF20", ".", "-", "+", "_", "\"", " ", "қ", "ğ", "İ", "ß", "。", "xn--", "xn--80a", "example", ".kz",
            "\u0301", "\u00AD", "\u200D", "\uD83C", "\uDF89");
        var pieces = piece.ListOf().Select(string.Concat);
        return Arb.From(Gen.OneOf(pieces, pieces.Select(text => text + "@example.kz"), pieces.Select(text => $"a@{text}.kz")));
    }
}
