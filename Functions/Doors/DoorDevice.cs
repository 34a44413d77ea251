namespace Esik.Doors;

/// <summary>Who holds a phone at the door.</summary>
public enum DoorRole
{
    /// <summary>Scans.</summary>
    Volunteer,

    /// <summary>Scans, undoes what other devices did, looks guests up by name, settles clashes.</summary>
    Lead,
}

public static class DoorRoleCodes
{
    public static string Code(this DoorRole role) => role switch
    {
        DoorRole.Volunteer => "volunteer",
        DoorRole.Lead => "lead",
    };
}

/// <summary>A permission to pair a device, handed out as a link or a QR code. Only the hash of its code is stored.</summary>
/// <param name="Id">Hash of the code.</param>
/// <param name="Doors">Ids of the doors that the device may scan for.</param>
/// <param name="Reusable">Whether several devices may use it, as with the one that <c>start</c> prints.</param>
/// <param name="UsedBy">The device that used it up.</param>
/// <param name="Slots">Ids of the slots that the device may scan; null is all to which its doors lead.</param>
public sealed record DoorPass(
    string Id, IReadOnlyList<string> Doors, DateTimeOffset ValidUntil, bool Reusable, string? UsedBy, DateTimeOffset CreatedAt,
    DoorRole Role = DoorRole.Volunteer, IReadOnlyList<string>? Slots = null)
{
    /// <summary>Whether a text can be a pass's id: 32 hexadecimal digits.</summary>
    public static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>A volunteer's phone that may scan for some doors until a moment.</summary>
/// <param name="TokenHash">SHA-256 of its token, in hexadecimal digits.</param>
/// <param name="Doors">Ids of the doors that it may scan for.</param>
/// <param name="LastSeen">When it last asked for anything, to about half a minute.</param>
/// <param name="Slots">As <see cref="DoorPass.Slots"/>.</param>
/// <param name="LastSync">When it last told how it stands, to about half a minute.</param>
/// <param name="Waiting">Scans that it had not handed in, as it last told.</param>
/// <param name="SetAside">Scans that the server could not take, as it last told.</param>
/// <param name="ClockOffsetSeconds">The server's clock minus the device's, at the last sync.</param>
/// <param name="LastWordsAt">When all of its queue was stored after it was revoked, which it may hand in once.</param>
public sealed record DoorDevice(
    string Id, string Name, string TokenHash, IReadOnlyList<string> Doors, DateTimeOffset ValidUntil, DateTimeOffset PairedAt, DateTimeOffset? LastSeen, DateTimeOffset? RevokedAt,
    DoorRole Role = DoorRole.Volunteer, IReadOnlyList<string>? Slots = null, DateTimeOffset? LastSync = null, int Waiting = 0, int SetAside = 0, int ClockOffsetSeconds = 0,
    DateTimeOffset? LastWordsAt = null)
{
    public const int NameLengthMax = 60;

    /// <summary>Whether a text can be a device's id: 16 hexadecimal digits.</summary>
    public static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    public bool IsGoodAt(DateTimeOffset now) => RevokedAt is null && now < ValidUntil;

    /// <summary>Whether it may scan for a slot, as far as its pass says.</summary>
    public bool MayScan(string slot) => Slots is null || Slots.Contains(slot);
}
