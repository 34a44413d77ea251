using System.Runtime.CompilerServices;
using Esik.Doors;
using Microsoft.AspNetCore.Http;

namespace Esik.Hosting;

/// <summary>Lets paired devices in by their tokens: every address of the door but pairing answers through here. Nothing that it answers may be kept by a cache.</summary>
public sealed class DoorGate(Edge edge, DoorDesk desk)
{
    /// <summary>With this header a revoked device hands in its queue, once, before it forgets everything: <c>more</c> follows, or <c>yes</c> for the last of it.</summary>
    public const string LastWordsHeader = "Esik-Last-Words";

    private const string More = "more";
    private const string Last = "yes";

    /// <summary>401 for a token that nobody knows, or whose time is over; 403 for a device that was revoked.</summary>
    public Task<IResult> Device(HttpRequest request, Func<DoorDevice, Task<IResult>> answer, CancellationToken stop, [CallerMemberName] string function = "") =>
        Answer(request, reading => reading.IsRevoked ? Refuse(request, Revoked) : answer(reading.Device!), function, stop);

    /// <summary>As <see cref="Device"/>, for leads: 403 for anybody else.</summary>
    public Task<IResult> Lead(HttpRequest request, Func<DoorDevice, Task<IResult>> answer, CancellationToken stop, [CallerMemberName] string function = "") =>
        Device(request, device => device.Role == DoorRole.Lead ? answer(device) : Refuse(request, new Problem(403, "not-a-lead")), stop, function);

    /// <summary>As <see cref="Device"/>, and a revoked device's last words too; the answer is told whether they are.</summary>
    public Task<IResult> DeviceOrLastWords(HttpRequest request, Func<DoorDevice, bool, Task<IResult>> answer, CancellationToken stop, [CallerMemberName] string function = "") =>
        Answer(request, async reading =>
        {
            if (!reading.IsRevoked)
                return await answer(reading.Device!, false);
            var speaks = request.Headers[LastWordsHeader].ToString() is More or Last && await desk.MayHandInAsync(reading.Device!, stop);
            return speaks ? await answer(reading.Device!, true) : await Refuse(request, Revoked);
        }, function, stop);

    /// <summary>A revoked device's posts were stored: when these were the last ones, it has handed in.</summary>
    public async Task HeardAsync(HttpRequest request, DoorDevice device, CancellationToken stop)
    {
        if (request.Headers[LastWordsHeader].ToString() == Last)
            await desk.HandedInAsync(device, stop);
    }

    /// <summary>The device's permission was taken away.</summary>
    public static readonly Problem Revoked = new(403, "device-revoked");

    private Task<IResult> Answer(HttpRequest request, Func<DeviceReading, Task<IResult>> answer, string function, CancellationToken stop) =>
        edge.Answer(request, async () =>
        {
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            var header = request.Headers.Authorization.ToString();
            var token = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
            var reading = await desk.DeviceOfAsync(token, stop);
            return reading.Device is null ? Edge.Refuse(request, new Problem(401, "device-unknown")) : await answer(reading);
        }, function);

    private static Task<IResult> Refuse(HttpRequest request, Problem problem) => Task.FromResult(Edge.Refuse(request, problem));
}
