using Esik.Programmes;
using Esik.Slots;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>A whole site over a data directory, with its storage open and ready. It serves nobody until its application is started.</summary>
public sealed class HomeSite : IAsyncDisposable
{
    /// <summary>Where a site listens that is never started.</summary>
    public const string Nowhere = "http://127.0.0.1:0";

    private readonly HomeStorage storage;
    private readonly EarlyPage? early;

    private HomeSite(HomeStorage storage, WebApplication application, EarlyPage? early) => (this.storage, Application, this.early) = (storage, application, early);

    public WebApplication Application { get; }

    /// <summary>For a command: the site is never started, and standard error is told which storage is opened.</summary>
    public static Task<HomeSite> VisitAsync(DataDirectory data, HomeSettings settings, KeyUse keys, CancellationToken stop)
    {
        Console.Error.WriteLine($"Storage: {settings.StorageInWords}.");
        return OpenAsync(data, settings, Nowhere, keys, stop);
    }

    /// <param name="data">Owned or visited; whoever gave it disposes of it, after this.</param>
    /// <param name="settings"></param>
    /// <param name="listen">Where the application will listen if it is started.</param>
    /// <param name="keys">What it needs the festival's keys for.</param>
    /// <param name="stop"></param>
    public static async Task<HomeSite> OpenAsync(DataDirectory data, HomeSettings settings, string listen, KeyUse keys, CancellationToken stop)
    {
        settings.Complete(keys);
        var storage = await HomeStorage.OpenAsync(data, settings.HasStorageAccount, stop);
        WebApplication? application = null;
        EarlyPage? early = null;
        try
        {
            settings["AzureWebJobsStorage"] = storage.Connection ?? settings["AzureWebJobsStorage"];
            early = listen == Nowhere ? null : new EarlyPage(settings.Values, stop);
            application = StandaloneSite.Build(listen, settings.Values, early is null ? null : early.Lend);
            application.Services.GetRequiredService<Traffic>().Opening = early?.Drawing ?? Task.CompletedTask;
            await (early?.Preparing ?? application.Services.GetRequiredService<EsikStorage>().PrepareAsync(stop));
            return new HomeSite(storage, application, early);
        }
        catch
        {
            if (application is not null)
                await application.DisposeAsync();
            if (early is not null)
                await early.DisposeAsync();
            await storage.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => Application.Services.GetRequiredService<T>();

    /// <summary>Nothing was imported: the programme that was read for the early page is the one in force.</summary>
    public void GoOnWithEarlyProgramme()
    {
        if (early is not null)
            ((ProgrammeInForce)Get<IProgrammes>()).Begin(early.ProgrammeAsync());
    }

    /// <summary>Stores what is still to be stored, then closes the storage.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Get<SlotWriters>().StopAsync(CancellationToken.None);
            await Application.DisposeAsync();
        }
        finally
        {
            if (early is not null)
                await early.DisposeAsync();
            await storage.DisposeAsync();
        }
    }
}
