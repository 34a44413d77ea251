namespace Esik.Doors;

/// <summary>A permission to pair a device, handed out as a link or a QR code. Only the hash of its code is stored.</summary>
/// <param name="Id">Hash of the code.</param>
/// <param name="Doors">Ids of the doors that the device may scan for.</param>
/// <param name="Reusable">Whether several devices may use it, as with the one that <c>start</c> prints.</param>
/// <param name="UsedBy">The device that used it up.</param>
public sealed record DoorPass(string Id, IReadOnlyList<string> Doors, DateTimeOffset ValidUntil, bool Reusable, string? UsedBy, DateTimeOffset CreatedAt);

/// <summary>A volunteer's phone that may scan for some doors until a moment.</summary>
/// <param name="TokenHash">SHA-256 of its token, in hexadecimal digits.</param>
/// <param name="Doors">Ids of the doors that it may scan for.</param>
/// <param name="LastSeen">When it last asked for anything, to about a minute.</param>
public sealed record DoorDevice(
    string Id, string Name, string TokenHash, IReadOnlyList<string> Doors, DateTimeOffset ValidUntil, DateTimeOffset PairedAt, DateTimeOffset? LastSeen, DateTimeOffset? RevokedAt)
{
    public const int NameLengthMax = 60;

    /// <summary>Whether a text can be a device's id: 16 hexadecimal digits.</summary>
    public static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    public bool IsGoodAt(DateTimeOffset now) => RevokedAt is null && now < ValidUntil;
}
