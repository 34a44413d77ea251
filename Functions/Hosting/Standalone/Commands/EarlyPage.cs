using Esik.Programmes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>
/// The first page, drawn while the application is still being built: that takes one processor about as long as this takes another. What
/// was opened and read for it is lent to the application, whose first guest waits for none of it again.
/// </summary>
public sealed class EarlyPage : IAsyncDisposable
{
    private readonly CancellationToken stop;
    private readonly Task<ServiceProvider> opening;

    /// <summary>Begins at once, on threads of its own.</summary>
    public EarlyPage(IReadOnlyDictionary<string, string?> settings, CancellationToken stop)
    {
        this.stop = stop;
        opening = Task.Run(() => Open(settings), stop);
        Preparing = Task.Run(PrepareAsync, stop);
        Drawing = Task.Run(DrawAsync, stop);
    }

    /// <summary>Ends when storage is known to be prepared, for the application too.</summary>
    public Task Preparing { get; }

    /// <summary>Ends when the page was drawn, or could not be.</summary>
    public Task Drawing { get; }

    /// <summary>Puts all that reads in the place of the application's own.</summary>
    public void Lend(IServiceCollection services)
    {
        var readers = new ServiceCollection();
        readers.AddReaders();
        foreach (var type in readers.Select(reader => reader.ServiceType))
            services.AddSingleton(type, _ => opening.Result.GetRequiredService(type));
    }

    /// <summary>The programme that is drawn, perhaps still being read: for an application that has imported none since.</summary>
    public async Task<Programme> ProgrammeAsync() => await (await opening).GetRequiredService<IProgrammes>().CurrentAsync(stop);

    /// <summary>After the application.</summary>
    public async ValueTask DisposeAsync()
    {
        if (opening.IsCompletedSuccessfully)
            await (await opening).DisposeAsync();
    }

    private static ServiceProvider Open(IReadOnlyDictionary<string, string?> settings)
    {
        using var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables();
        StandaloneSite.AddSettings(configuration, settings);
        var few = new ServiceCollection().AddLogging();
        few.AddEsikSettings(configuration, typeof(SiteSettings), typeof(StorageSettings));
        few.AddFirstPage();
        return few.BuildServiceProvider();
    }

    private async Task PrepareAsync() => await (await opening).GetRequiredService<EsikStorage>().PrepareAsync(stop);

    private async Task DrawAsync() => await (await opening).GetRequiredService<FirstPage>().DrawAsync(stop);
}
