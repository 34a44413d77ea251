using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Esik.Tickets;

/// <summary>
/// The random 8 bytes that make a ticket page's address unguessable; kept on the registration row as 16 hexadecimal digits.
/// It is not written by <see cref="ToString"/>, so that no log line holds it by accident.
/// </summary>
public readonly record struct PageSecret
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 8;

    private readonly ulong value;

    private PageSecret(ulong value) => this.value = value;

    /// <summary>As the registration row keeps it.</summary>
    public string Text => value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>A new one, from the system's cryptographic randomness.</summary>
    public static PageSecret Create() => Read(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads what <see cref="Text"/> wrote; anything else is null.</summary>
    public static PageSecret? Parse(string? text) => TicketId.Parse(text) is { } digits ? new PageSecret(digits.Value) : null;

    /// <summary>Whether both are the same, in a time that does not depend on where they differ.</summary>
    public bool Matches(PageSecret other)
    {
        Span<byte> mine = stackalloc byte[Length];
        Span<byte> theirs = stackalloc byte[Length];
        Write(mine);
        other.Write(theirs);
        return CryptographicOperations.FixedTimeEquals(mine, theirs);
    }

    public override string ToString() => "PageSecret";

    internal static PageSecret Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    internal void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
}
