using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting;

/// <summary>Looks after what the start takes for granted.</summary>
public sealed class StorageFunctions(EsikStorage storage)
{
    /// <summary>Creates a table or a queue that somebody has removed: a start looks only whether they were created once.</summary>
    [Function("LookAfterStorage")]
    public Task LookAfter([TimerTrigger("30 7 * * * *")] TimerInfo timer, CancellationToken stop) => storage.CreateAsync(stop);
}
