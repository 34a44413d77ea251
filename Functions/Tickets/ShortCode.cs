using System.Buffers.Binary;
using System.Globalization;

namespace Esik.Tickets;

/// <summary>
/// Eight letters that stand for a ticket when its QR code cannot be read, shown as <c>ABCD-EFGH</c>. Crockford's alphabet: digits and
/// letters without I, L, O and U. 40 bits of a keyed hash, so a code can be tried only against the server, which limits the tries.
/// </summary>
public readonly record struct ShortCode
{
    /// <summary>The 32 letters.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Letters in a code, without the dash.</summary>
    public const int Length = 8;

    // What is typed for our letters, and below each what is meant: look-alikes, then Cyrillic letters of the same shape, because
    // the keyboard was left on Kazakh or Russian.
    private const string Typed = "OIL" + "АВЕЗКМНОРСТУХІҮҺ";
    private const string Meant = "011" + "ABE3KMH0PCTYX1YH";

    private readonly string? letters;

    private ShortCode(string letters) => this.letters = letters;

    /// <summary>The eight letters alone: how the registration row keeps it.</summary>
    public string Text => letters ?? "";

    /// <summary>For people: <c>ABCD-EFGH</c>.</summary>
    public string Display => $"{Text[..4]}-{Text[4..]}";

    /// <summary>The code of this ticket. It stays the same for all issues of a ticket.</summary>
    public static ShortCode For(GuestKey key, string slotId, TicketId ticket)
    {
        var bits = BinaryPrimitives.ReadUInt64BigEndian(key.Hash($"short-code\n{slotId}\n{ticket}"));
        return new ShortCode(string.Create(Length, bits, static (letters, bits) =>
        {
            for (var i = 0; i < letters.Length; i++)
                letters[i] = Alphabet[(int)(bits >> (59 - (5 * i))) & 31];
        }));
    }

    /// <summary>Reads what was typed, in any case, with spaces or dashes anywhere, look-alikes folded; else null. Never throws.</summary>
    public static ShortCode? Parse(string? typed)
    {
        Span<char> letters = stackalloc char[Length];
        var count = 0;
        foreach (var character in typed ?? "")
        {
            if (char.IsWhiteSpace(character) || char.GetUnicodeCategory(character) == UnicodeCategory.DashPunctuation)
                continue;
            var letter = Fold(char.ToUpperInvariant(character));
            if (count == Length || !Alphabet.Contains(letter, StringComparison.Ordinal))
                return null;
            letters[count++] = letter;
        }
        return count == Length ? new ShortCode(new string(letters)) : null;
    }

    public override string ToString() => Text;

    private static char Fold(char letter) => Typed.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var at ? Meant[at] : letter;
}
