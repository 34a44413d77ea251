using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Esik.Hosting;
using Esik.Signals;

namespace Esik.Doors;

/// <summary>Why a device was not paired.</summary>
public enum PairingRefusal
{
    /// <summary>No such code.</summary>
    Unknown,

    Expired,

    /// <summary>Another device used the code.</summary>
    Used,
}

/// <summary>What a device's token is worth.</summary>
/// <param name="Device">Null when nobody knows the token, or its time is over.</param>
/// <param name="IsRevoked">Known, and its permission was taken away.</param>
public readonly record struct DeviceReading(DoorDevice? Device, bool IsRevoked);

/// <summary>What a device tells of itself when it comes for news.</summary>
/// <param name="ClockOffsetSeconds">Server's clock minus the device's.</param>
public readonly record struct DeviceReport(int Waiting, int SetAside, int ClockOffsetSeconds);

/// <summary>The paired device with its token, or why there is none.</summary>
public sealed record Pairing(DoorDevice? Device, string? Token, PairingRefusal? Refusal);

/// <summary>Who may scan: hands out door passes, pairs devices, and knows them again by their tokens.</summary>
public sealed class DoorDesk(DoorTable table, FestivalSeal seal, SiteSettings site, Measures measures, TimeProvider clock)
{
    /// <summary>How long a device is known without asking storage, which is how soon revoking works.</summary>
    public static readonly TimeSpan DeviceKeptFor = TimeSpan.FromSeconds(25);

    /// <summary>A device's row is written at most this often when it has nothing new to tell.</summary>
    public static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(30);

    /// <summary>An answer may get lost: so long after its queue was stored a revoked device may still ask for it.</summary>
    public static readonly TimeSpan LastWordsTime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan SeenInterval = TimeSpan.FromMinutes(1);

    // Without letters that look alike: a code may be read out or typed.
    private const string CodeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int CodeLength = 20;
    private const int KeptMax = 10_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, DoorDevice? Device)> kept = new();
    private volatile Paired? paired;

    private sealed record Paired(DateTimeOffset At, Task<IReadOnlyList<DoorDevice>> Reading);

    /// <summary>A new pass; its code is shown now and never again, since only its hash is stored.</summary>
    /// <param name="slots">Ids of the slots that it is for; null is all to which the doors lead.</param>
    public async Task<string> CreatePassAsync(
        IReadOnlyList<string> doors, TimeSpan lifetime, bool reusable, CancellationToken stop, DoorRole role = DoorRole.Volunteer, IReadOnlyList<string>? slots = null)
    {
        var code = RandomNumberGenerator.GetString(CodeLetters, CodeLength);
        var now = clock.GetUtcNow();
        await table.AddPassAsync(new DoorPass(PassId(code), doors, now + lifetime, reusable, null, now, role, slots), stop);
        return code;
    }

    /// <summary>
    /// Exchanges a code for a device token. The same code with the same request id gives the same device again, so an answer that
    /// got lost uses nothing up.
    /// </summary>
    public async Task<Pairing> PairAsync(string code, string name, string? requestId, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await table.PassAsync(PassId(code.Trim().ToUpperInvariant()), stop) is not var (pass, version))
            return new(null, null, PairingRefusal.Unknown);
        // A pass that start printed once is worth nothing when the same storage is served to others.
        if (pass.Reusable && !site.DevPages)
            return new(null, null, PairingRefusal.Unknown);
        var id = string.IsNullOrEmpty(requestId) ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)) : DeviceId(pass, requestId);
        if (await table.DeviceAsync(id, stop) is { } again)
            return again.IsGoodAt(now) ? new(again, Token(id), null) : new(null, null, PairingRefusal.Expired);
        if (now >= pass.ValidUntil)
            return new(null, null, PairingRefusal.Expired);
        if (pass.UsedBy is not null)
            return new(null, null, PairingRefusal.Used);
        var device = new DoorDevice(id, name, Hash(Token(id)), pass.Doors, pass.ValidUntil, now, now, null, pass.Role, pass.Slots);
        if (await table.PairAsync(pass, version, device, stop))
            return new(device, Token(id), null);
        return await table.DeviceAsync(id, stop) is { } own ? new(own, Token(id), null) : new(null, null, PairingRefusal.Used);
    }

    /// <summary>The device behind a token. A revoked one is told so also when its time is over: it may have a queue to hand in.</summary>
    public async Task<DeviceReading> DeviceOfAsync(string? token, CancellationToken stop)
    {
        var id = token?.Split('.')[0] ?? "";
        if (token is not { Length: <= 200 } || !DoorDevice.IsId(id) || await KeptAsync(id, stop) is not { } device)
            return default;
        var fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(token)), Encoding.ASCII.GetBytes(device.TokenHash));
        var isRevoked = device.RevokedAt is not null;
        return fits && (isRevoked || clock.GetUtcNow() < device.ValidUntil) ? new(device, isRevoked) : default;
    }

    /// <summary>All devices, as of the last <see cref="DeviceKeptFor"/>.</summary>
    public Task<IReadOnlyList<DoorDevice>> PairedAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (paired is { } last && now - last.At < DeviceKeptFor && (!last.Reading.IsCompleted || last.Reading.IsCompletedSuccessfully))
            return last.Reading.WaitAsync(stop);
        var reading = table.ListDevicesAsync(CancellationToken.None);
        paired = new(now, reading);
        return reading.WaitAsync(stop);
    }

    /// <summary>Notes how a device stands: at most one write, and none when it told the same less than <see cref="SyncInterval"/> ago.</summary>
    public async Task SyncedAsync(DoorDevice device, DeviceReport report, CancellationToken stop)
    {
        Measure(device);
        var now = clock.GetUtcNow();
        var isNews = device.Waiting != report.Waiting || device.SetAside != report.SetAside || Math.Abs((long)device.ClockOffsetSeconds - report.ClockOffsetSeconds) > ScanMoment.Noise.TotalSeconds;
        if (!isNews && now - device.LastSync < SyncInterval)
            return;
        var told = device with { LastSeen = now, LastSync = now, Waiting = report.Waiting, SetAside = report.SetAside, ClockOffsetSeconds = report.ClockOffsetSeconds };
        await table.SyncedAsync(told, stop);
        kept[device.Id] = (kept.GetValueOrDefault(device.Id).At, told);
    }

    /// <summary>Whether a revoked device may still hand its queue in: once, however late, and then for <see cref="LastWordsTime"/> the same again.</summary>
    public async Task<bool> MayHandInAsync(DoorDevice device, CancellationToken stop)
    {
        // The row itself: another instance may have stored the queue.
        var known = await table.DeviceAsync(device.Id, stop);
        return known is { LastWordsAt: null } || clock.GetUtcNow() - known?.LastWordsAt < LastWordsTime;
    }

    /// <summary>Notes that all of a revoked device's queue is stored.</summary>
    public async Task HandedInAsync(DoorDevice device, CancellationToken stop)
    {
        if (await table.DeviceAsync(device.Id, stop) is { LastWordsAt: null })
            await table.HeardLastWordsAsync(device.Id, clock.GetUtcNow(), stop);
    }

    /// <summary>Notes that a device is there, at most once a minute.</summary>
    public async Task SeenAsync(DoorDevice device, CancellationToken stop)
    {
        Measure(device);
        var now = clock.GetUtcNow();
        if (now - device.LastSeen < SeenInterval)
            return;
        await table.SeenAsync(device.Id, now, stop);
        kept[device.Id] = (kept.GetValueOrDefault(device.Id).At, device with { LastSeen = now });
    }

    /// <summary>Takes a device's permission away: here at once, at other instances within <see cref="DeviceKeptFor"/>.</summary>
    public async Task<bool> RevokeAsync(string id, CancellationToken stop)
    {
        var known = await table.RevokeAsync(id, clock.GetUtcNow(), stop);
        kept.TryRemove(id, out _);
        return known;
    }

    private void Measure(DoorDevice device)
    {
        foreach (var door in device.Doors)
            measures.Synced(door);
    }

    private async Task<DoorDevice?> KeptAsync(string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (kept.TryGetValue(id, out var last) && now - last.At < DeviceKeptFor)
            return last.Device;
        if (kept.Count > KeptMax)
            kept.Clear();
        var device = await table.DeviceAsync(id, stop);
        kept[id] = (now, device);
        return device;
    }

    // The token comes from the festival's secret, so that it can be given again; storage holds its hash alone.
    private string Token(string deviceId) => $"{deviceId}.{seal.Of("door-device-token", deviceId)}";

    private string DeviceId(DoorPass pass, string requestId) => Hash(seal.Of("door-device-id", pass.Id, requestId))[..16];

    private static string PassId(string code) => Hash("door-pass\n" + code)[..32];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
