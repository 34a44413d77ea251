using Azure;
using Azure.Identity;
using Esik.Slots;

namespace Esik.Hosting;

/// <summary>Tells a storage that does not answer from a bug: the first is a <see cref="BusyException"/>, which callers expect.</summary>
public static class StorageOutage
{
    public static async Task<T> AsBusyAsync<T>(Func<Task<T>> ask, CancellationToken stop)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (Is(failure, stop))
        {
            throw new BusyException("Storage did not answer: " + failure.GetType().Name);
        }
    }

    /// <summary>Whether storage did not answer, in any of the ways in which its client says so.</summary>
    /// <param name="stop">Whoever asked has gone: that is no outage.</param>
    public static bool Is(Exception failure, CancellationToken stop) => failure switch
    {
        RequestFailedException refused => refused.Status is 0 or 408 or 429 or >= 500,
        OperationCanceledException => !stop.IsCancellationRequested,
        AggregateException several => several.InnerExceptions.All(inner => Is(inner, stop)),
        // No token, so nothing was asked of storage: whoever gives tokens may answer the next time.
        IOException or HttpRequestException or AuthenticationFailedException => true,
        _ => false,
    };
}
