using System.Buffers.Binary;

namespace Esik.Tickets;

/// <summary>
/// What a ticket's QR code says, in 13 bytes: which key signed it (1), the slot's number (2, big-endian), the ticket id (8),
/// the issue (1) and the party (1). No personal data. The constructor throws on an issue or a party out of range: that is a bug.
/// </summary>
public sealed record TicketPayload
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 13;

    /// <summary>The last issue that a ticket can have; the first is 1.</summary>
    public const int IssueMax = 255;

    /// <summary>The most places that one guest can take; the fewest are 1.</summary>
    public const int PartyMax = 6;

    public TicketPayload(byte keyId, ushort slotNumber, TicketId ticket, int issue, int party)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(issue, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(issue, IssueMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(party, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(party, PartyMax);
        (KeyId, SlotNumber, Ticket, Issue, Party) = (keyId, slotNumber, ticket, (byte)issue, (byte)party);
    }

    /// <summary>Which of the festival's public keys verifies the signature.</summary>
    public byte KeyId { get; }

    /// <summary>The number that the first import gave the slot; it never changes.</summary>
    public ushort SlotNumber { get; }

    public TicketId Ticket { get; }

    /// <summary>1 to <see cref="IssueMax"/>; the highest issued one is good, lower ones are replaced.</summary>
    public byte Issue { get; }

    /// <summary>Places, 1 to <see cref="PartyMax"/>.</summary>
    public byte Party { get; }

    /// <summary>The 13 bytes.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[Length];
        bytes[0] = KeyId;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), SlotNumber);
        Ticket.Write(bytes.AsSpan(3));
        bytes[11] = Issue;
        bytes[12] = Party;
        return bytes;
    }

    /// <summary>Reads exactly 13 bytes; null when an issue or a party is out of range. Says nothing about who wrote them.</summary>
    public static TicketPayload? Decode(ReadOnlySpan<byte> bytes) =>
        bytes.Length == Length && bytes[11] >= 1 && bytes[12] is >= 1 and <= PartyMax
            ? new TicketPayload(bytes[0], BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]), TicketId.Read(bytes[3..]), bytes[11], bytes[12])
            : null;
}
