namespace Esik.Doors;

/// <summary>When something happened at a door by the server's clock, whatever the phone's clock said.</summary>
/// <param name="ClockOffset">Server's clock minus the device's, by which it was put right.</param>
/// <param name="CorrectedAt">UTC; never ahead of now.</param>
public readonly record struct ScanMoment(TimeSpan ClockOffset, DateTimeOffset CorrectedAt)
{
    /// <summary>As far as two clocks of <see cref="ScanJson.IsTime"/> can be apart.</summary>
    public const long OffsetSecondsMax = 230L * 366 * 24 * 3600;

    /// <summary>A clock that is read over a network, and in whole seconds, differs by so much from one time to the next.</summary>
    public static readonly TimeSpan Noise = TimeSpan.FromSeconds(2);

    // Older than any festival: what a phone says beyond that is a broken clock, and must not leave the range of times that storage takes.
    private static readonly TimeSpan AgeMax = TimeSpan.FromDays(30);

    /// <summary>
    /// A phone that measured how far its clock was off before it scanned is believed: somebody may have put the clock right since. Of one that
    /// did not, the scan's age at sending is right by its own clock, as long as nobody touched that.
    /// </summary>
    /// <param name="offsetSeconds">Server's clock minus the device's, as last measured before the scan.</param>
    /// <param name="sentAt">The device's clock when it sent the scan; null trusts its clock.</param>
    public static ScanMoment Of(DateTimeOffset scannedAt, long? offsetSeconds, DateTimeOffset? sentAt, DateTimeOffset now)
    {
        var offset = offsetSeconds is { } measured ? TimeSpan.FromSeconds(measured) : sentAt is { } sent && ScanJson.IsTime(sent) ? now - sent : TimeSpan.Zero;
        var age = now - scannedAt - offset;
        return new(offset, now - (age < TimeSpan.Zero ? TimeSpan.Zero : age < AgeMax ? age : AgeMax));
    }

    /// <summary>In whole seconds, as they are stored.</summary>
    public static int Seconds(TimeSpan offset) => (int)Math.Clamp(offset.TotalSeconds, int.MinValue, int.MaxValue);
}
