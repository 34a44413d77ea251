using Esik.Hosting;

namespace Esik.Doors;

/// <summary>Short codes and door codes can only be guessed against the server, and only this often.</summary>
public sealed class DoorLimits(DoorSettings settings) : IDisposable
{
    private readonly PerMinute shortCodes = new(settings.ShortCodesPerMinutePerDevice);
    private readonly PerMinute pairings = new(settings.PairingsPerMinutePerAddress);

    /// <summary>Counts short codes typed on a device. Null lets it through; else the seconds to wait.</summary>
    public int? ShortCode(DoorDevice device) => shortCodes.SecondsToWait(device.Id);

    /// <summary>Counts a try to pair from a network address. Null lets it through; else the seconds to wait.</summary>
    public int? Pairing(string address) => pairings.SecondsToWait(address);

    public void Dispose()
    {
        shortCodes.Dispose();
        pairings.Dispose();
    }
}
