using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Esik.Tickets;

/// <summary>Whether a hash is that of a ticket's token: a phone keeps it of a scan, and it opens no door.</summary>
public static class TokenProof
{
    /// <summary>Length of a proof in bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    // The order of P-256. With s of a signature, order minus s is as good: a token that was altered so is genuine at a door, and the same ticket.
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>True for the token that was handed out, and for its one variant.</summary>
    public static bool Fits(TicketPayload payload, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> proof) =>
        Is(payload, signature, proof) || Is(payload, Variant(signature), proof);

    /// <summary>The proofs of a token and of its variant, one after the other: all that has to be kept of an issue that opens no door any more.</summary>
    public static byte[] Both(TicketPayload payload, ReadOnlySpan<byte> signature) =>
        [.. TicketToken.Proof(TicketToken.Text(payload, signature)), .. TicketToken.Proof(TicketToken.Text(payload, Variant(signature)))];

    /// <summary>Whether a proof is one of <see cref="Both"/>.</summary>
    public static bool IsOneOf(ReadOnlySpan<byte> both, ReadOnlySpan<byte> proof) =>
        both.Length == 2 * Length && (CryptographicOperations.FixedTimeEquals(both[..Length], proof) || CryptographicOperations.FixedTimeEquals(both[Length..], proof));

    /// <summary>The other signature that the same key accepts for the same payload.</summary>
    public static byte[] Variant(ReadOnlySpan<byte> signature)
    {
        const int Half = TicketToken.SignatureLength / 2;
        var other = Order - new BigInteger(signature[Half..], isUnsigned: true, isBigEndian: true);
        var bytes = signature.ToArray();
        Array.Clear(bytes, Half, Half);
        var written = other.ToByteArray(isUnsigned: true, isBigEndian: true);
        written.CopyTo(bytes, bytes.Length - written.Length);
        return bytes;
    }

    private static bool Is(TicketPayload payload, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> proof) =>
        CryptographicOperations.FixedTimeEquals(TicketToken.Proof(TicketToken.Text(payload, signature)), proof);
}
