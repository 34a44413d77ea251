using System.Security.Cryptography;

namespace Esik.Tickets;

/// <summary>
/// Signs tickets with the festival's private key. Safe for use by several threads: the platform does not promise that for one
/// key object, so signing takes turns. Waiting for a turn is cheaper than reading the key anew for each call (measured: six times).
/// </summary>
public sealed class TicketSigner : IDisposable
{
    private readonly ECDsa key;
    private readonly Lock turn = new();

    /// <summary>Takes over a P-256 private key; <see cref="TicketKeys"/> has checked it.</summary>
    internal TicketSigner(byte keyId, ECDsa key) => (KeyId, this.key) = (keyId, key);

    /// <summary>The id that payloads to be signed must carry.</summary>
    public byte KeyId { get; }

    /// <summary>The 64-byte signature. Sign once per issue and keep it: each call gives another, equally good one.</summary>
    public byte[] Sign(TicketPayload payload)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(payload.KeyId, KeyId);
        lock (turn)
            return key.SignData(TicketToken.Signed(payload), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => key.Dispose();
}
