using Esik.Hosting;

namespace Esik.Doors;

/// <summary>Short codes and door codes can only be guessed against the server, and only this often.</summary>
public sealed class DoorLimits(DoorSettings settings) : IDisposable
{
    private readonly PerMinute shortCodes = new(settings.ShortCodesPerMinutePerDevice);
    private readonly PerMinute searches = new(settings.GuestSearchesPerMinutePerDevice);
    private readonly PerMinute pairings = new(settings.PairingsPerMinutePerAddress);

    /// <summary>More short codes than this never get through in one post.</summary>
    public int ShortCodesMax => settings.ShortCodesPerMinutePerDevice;

    /// <summary>Counts short codes typed on a device, all or none of them. Null lets them through; else the seconds to wait.</summary>
    public int? ShortCodes(DoorDevice device, int count) => count == 0 ? null : shortCodes.SecondsToWait(device.Id, count);

    /// <summary>Counts a search for a guest's name on a lead's device. Null lets it through; else the seconds to wait.</summary>
    public int? GuestSearches(DoorDevice device) => searches.SecondsToWait(device.Id);

    /// <summary>Counts a try to pair from a network address. Null lets it through; else the seconds to wait.</summary>
    public int? Pairing(string address) => pairings.SecondsToWait(address);

    public void Dispose()
    {
        shortCodes.Dispose();
        searches.Dispose();
        pairings.Dispose();
    }
}
