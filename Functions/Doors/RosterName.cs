using System.Security.Cryptography;
using System.Text;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>
/// A guest's name as phones have it: readable only with the ticket's signature, which stands in its QR code alone. So a phone shows whom
/// it scans, and lists nobody.
/// </summary>
public static class RosterName
{
    /// <summary>Longest name in bytes of UTF-8; a longer one is cut at a character.</summary>
    public const int BytesMax = 40;

    /// <summary>In slots of more than <see cref="LargeCapacity"/> places, so that a phone's copy of 25,000 tickets stays below 1.5 MB whatever the guests are called.</summary>
    public const int BytesMaxWhenLarge = 30;
    public const int LargeCapacity = 20_000;

    /// <summary>A name that was corrected more often is left out: no nonce may serve two texts under one key.</summary>
    public const int VersionMax = 255;

    public const int TagLength = 16;

    private const int KeyLength = 32;
    private const int NonceLength = 12;

    private static readonly byte[] Purpose = "esik-door-name-1"u8.ToArray();

    public static int BytesMaxOf(int? capacity) => capacity > LargeCapacity ? BytesMaxWhenLarge : BytesMax;

    /// <summary>Cipher text and tag. The key comes from the signature (HKDF-SHA256), the nonce is ticket, issue, version and two zeros.</summary>
    /// <param name="version">0 to <see cref="VersionMax"/>; another text takes another version.</param>
    public static byte[] Seal(string name, int bytesMax, TicketId ticket, int issue, int version, ReadOnlySpan<byte> signature)
    {
        var text = Cut(name, bytesMax);
        using var cipher = new AesGcm(Key(ticket, signature), TagLength);
        var sealedName = new byte[text.Length + TagLength];
        cipher.Encrypt(Nonce(ticket, issue, version), text, sealedName.AsSpan(0, text.Length), sealedName.AsSpan(text.Length));
        return sealedName;
    }

    /// <summary>The name; null when this is not the ticket's signature.</summary>
    public static string? Open(ReadOnlySpan<byte> sealedName, TicketId ticket, int issue, int version, ReadOnlySpan<byte> signature)
    {
        if (sealedName.Length < TagLength)
            return null;
        var text = new byte[sealedName.Length - TagLength];
        using var cipher = new AesGcm(Key(ticket, signature), TagLength);
        try
        {
            cipher.Decrypt(Nonce(ticket, issue, version), sealedName[..text.Length], sealedName[text.Length..], text);
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Key(TicketId ticket, ReadOnlySpan<byte> signature)
    {
        Span<byte> info = stackalloc byte[Purpose.Length + TicketId.Length];
        Purpose.CopyTo(info);
        ticket.Write(info[Purpose.Length..]);
        var key = new byte[KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, signature, key, [], info);
        return key;
    }

    private static byte[] Nonce(TicketId ticket, int issue, int version)
    {
        var nonce = new byte[NonceLength];
        ticket.Write(nonce);
        nonce[TicketId.Length] = (byte)issue;
        nonce[TicketId.Length + 1] = checked((byte)version);
        return nonce;
    }

    // What a reader takes for one character may be several code points; a name loses whole characters only.
    private static byte[] Cut(string name, int bytesMax)
    {
        var length = 0;
        var characters = System.Globalization.StringInfo.GetTextElementEnumerator(name);
        var text = new StringBuilder();
        while (characters.MoveNext())
        {
            length += Encoding.UTF8.GetByteCount(characters.GetTextElement());
            if (length > bytesMax)
                break;
            text.Append(characters.GetTextElement());
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
