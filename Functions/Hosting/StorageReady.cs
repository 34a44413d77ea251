using Microsoft.Extensions.Hosting;

namespace Esik.Hosting;

/// <summary>Makes sure that tables and queues exist before the first request is served.</summary>
public sealed class StorageReady(EsikStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
