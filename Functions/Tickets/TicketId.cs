using System.Buffers.Binary;
using System.Globalization;
using Esik.Registrations;

namespace Esik.Tickets;

/// <summary>
/// One guest's registration in one slot, as 8 bytes that tell nothing about the guest. The same address in the same slot always
/// has the same id, so a second sign-up finds the first. Written as 16 lower-case hexadecimal digits, in row keys too.
/// </summary>
public readonly record struct TicketId(ulong Value)
{
    /// <summary>Length in bytes, inside the token and the page key.</summary>
    public const int Length = 8;

    private const int TextLength = 16;

    /// <summary>The id of this guest in this slot: the first 8 bytes of HMAC-SHA256(guest key, slot id, line feed, address).</summary>
    public static TicketId For(GuestKey key, string slotId, EmailAddress guest) => Read(key.Hash($"{slotId}\n{guest.Text}"));

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else, upper case too, is null.</summary>
    public static TicketId? Parse(string? text) =>
        text is { Length: TextLength } && text.All(char.IsAsciiHexDigitLower)
            ? new TicketId(ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Reads the id from the first 8 bytes, big-endian.</summary>
    public static TicketId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Writes the id into the first 8 bytes, big-endian.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);

    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
