using System.Security.Cryptography;

namespace Esik.Tickets;

/// <summary>What a scanned text turns out to be.</summary>
public enum TicketVerdict
{
    /// <summary>Signed by the festival. Whether it is still good, here and now, is the door's question.</summary>
    Genuine,

    /// <summary>Not one of our tokens: another QR code, or a damaged one.</summary>
    Unreadable,

    /// <summary>Laid out as a ticket, but signed with a key that this festival does not have.</summary>
    UnknownKey,

    /// <summary>Names a key of the festival, and the signature is not that key's.</summary>
    Forged,
}

/// <summary>The verdict, and what the ticket says: only when it is genuine, because nobody should act on anything else.</summary>
public sealed record TicketReading(TicketVerdict Verdict, TicketPayload? Payload);

/// <summary>Tells genuine tickets by the festival's public keys. Safe for use by several threads (each key takes turns).</summary>
public sealed class TicketVerifier : IDisposable
{
    private readonly IReadOnlyDictionary<byte, ECDsa> keys;

    /// <summary>Takes over P-256 public keys by their ids; <see cref="TicketKeys"/> has checked them.</summary>
    internal TicketVerifier(IReadOnlyDictionary<byte, ECDsa> keys) => this.keys = keys;

    /// <summary>Reads any text. Never throws.</summary>
    public TicketReading Read(string? text)
    {
        if (TicketToken.Parse(text) is not { } token)
            return new(TicketVerdict.Unreadable, null);
        if (!keys.TryGetValue(token.Payload.KeyId, out var key))
            return new(TicketVerdict.UnknownKey, null);
        return IsSigned(key, token) ? new(TicketVerdict.Genuine, token.Payload) : new(TicketVerdict.Forged, null);
    }

    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private static bool IsSigned(ECDsa key, TicketToken token)
    {
        lock (key)
        {
            return key.VerifyData(
                TicketToken.Signed(token.Payload),
                token.Signature.Span,
                HashAlgorithmName.SHA256,
                DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }
}
