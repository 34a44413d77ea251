using System.Security.Cryptography;
using System.Text;

namespace Esik.Tickets;

/// <summary>
/// The text inside a ticket's QR code: the payload's 13 bytes and the signature's 64, in Base45, 116 characters. Made once per
/// issue; page, mail and PDF all carry the same one. <see cref="TicketVerifier"/> says whether a token is genuine.
/// </summary>
public sealed record TicketToken(TicketPayload Payload, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Length of the signature in bytes: ECDSA P-256 as two 32-byte numbers (IEEE P1363).</summary>
    public const int SignatureLength = 64;

    /// <summary>Length of every token in characters.</summary>
    public const int TextLength = 116;

    // It stands before the payload under the signature, so that a signature made for anything else is never a ticket's.
    private static readonly byte[] Purpose = "esik-ticket-1"u8.ToArray();

    /// <summary>The token's text. A signature of another length than 64 bytes is a bug and throws.</summary>
    public static string Text(TicketPayload payload, ReadOnlySpan<byte> signature)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Length, SignatureLength);
        return Base45.Encode([.. payload.Encode(), .. signature]);
    }

    /// <summary>Takes a token apart without trusting it; null when no signer could have written this text. Never throws.</summary>
    public static TicketToken? Parse(string? text) =>
        text is { Length: TextLength } && Base45.Decode(text) is { } bytes
        && TicketPayload.Decode(bytes.AsSpan(0, TicketPayload.Length)) is { } payload
            ? new TicketToken(payload, bytes.AsMemory(TicketPayload.Length))
            : null;

    /// <summary>
    /// SHA-256 of the token's text: what a phone keeps of a scan instead of the token. The server, which has the signature,
    /// makes the token again and compares.
    /// </summary>
    public static byte[] Proof(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    /// <summary>What lies under the signature: the purpose and the payload.</summary>
    internal static byte[] Signed(TicketPayload payload) => [.. Purpose, .. payload.Encode()];
}
