using System.Buffers.Binary;
using System.Buffers.Text;

namespace Esik.Tickets;

/// <summary>
/// The <c>{key}</c> of a ticket page's address: slot number (2 bytes), ticket id (8), page secret (8), in Base64url, 24 characters.
/// Who has it may see and give back the ticket; it is not the token of the QR code. <see cref="ToString"/> leaves the secret out.
/// </summary>
public readonly record struct TicketPageKey(ushort SlotNumber, TicketId Ticket, PageSecret Secret)
{
    /// <summary>Length of <see cref="Text"/> in characters.</summary>
    public const int TextLength = 24;

    private const int Length = sizeof(ushort) + TicketId.Length + PageSecret.Length;

    /// <summary>The key as it stands in an address.</summary>
    public string Text
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Length];
            BinaryPrimitives.WriteUInt16BigEndian(bytes, SlotNumber);
            Ticket.Write(bytes[2..]);
            Secret.Write(bytes[10..]);
            return Base64Url.EncodeToString(bytes);
        }
    }

    /// <summary>Reads what <see cref="Text"/> wrote; anything else is null. Never throws.</summary>
    public static TicketPageKey? Parse(string? text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        // The decoder skips white space and padding; 24 characters that give 18 bytes hold neither.
        if (text is not { Length: TextLength } || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text, bytes) != Length)
            return null;
        return new TicketPageKey(BinaryPrimitives.ReadUInt16BigEndian(bytes), TicketId.Read(bytes[2..]), PageSecret.Read(bytes[10..]));
    }

    /// <summary>Whether this key opens the page of a registration with that stored secret; compared in constant time.</summary>
    public bool Opens(PageSecret stored) => Secret.Matches(stored);

    public override string ToString() => $"{SlotNumber}/{Ticket}";
}
