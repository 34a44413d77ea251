using System.Net;
using System.Net.Sockets;
using Esik.Hosting.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Esik.Hosting.Tests;

/// <summary>What one site of a test has of its own; the rest is as in <see cref="TestSettings"/>.</summary>
public sealed record TestSiteChoices
{
    /// <summary>The storage account; an empty one when null. Two sites over one account are two instances of one deployment.</summary>
    public string? Connection { get; init; }

    /// <summary>A clock to move by hand; the machine's when null.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Settings that go before the usual ones.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Other functions than the application's.</summary>
    public FunctionCatalogue? Functions { get; init; }

    /// <summary>A last word on the services.</summary>
    public Action<IServiceCollection>? Configure { get; init; }
}

/// <summary>A whole site on a real Kestrel at a free port of loopback, over real storage. Stops with everything that belongs to it.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private const int PortTries = 5;

    private readonly WebApplication application;
    private readonly TemporaryFolder folder;

    private TestSite(WebApplication application, TemporaryFolder folder, Uri address, string connection, TestLogs logs)
    {
        this.application = application;
        this.folder = folder;
        Address = address;
        Connection = connection;
        Logs = logs;
        Client = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Of the storage account, for a second site over the same.</summary>
    public string Connection { get; }

    /// <summary>Asks this site; follows no redirect and keeps no cookie.</summary>
    public HttpClient Client { get; }

    /// <summary>Where this site's mails lie.</summary>
    public string MailFolder => MailFolderIn(folder);

    /// <summary>What the site has logged so far.</summary>
    public TestLogs Logs { get; }

    public IServiceProvider Services => application.Services;

    public EsikStorage Storage => Get<EsikStorage>();

    public static async Task<TestSite> StartAsync(TestSiteChoices? choices = null)
    {
        choices ??= new TestSiteChoices();
        var connection = choices.Connection ?? await TestAzurite.TakeAccountAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(choices, connection, FreePort());
            }
            catch (IOException) when (attempt < PortTries)
            {
                // Somebody took the port between our asking for a free one and Kestrel's binding to it.
            }
        }
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A client of its own, such as one that keeps cookies.</summary>
    public HttpClient NewClient(CookieContainer? cookies = null)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies is not null };
        if (cookies is not null)
            handler.CookieContainer = cookies;
        return new HttpClient(handler) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await application.StopAsync();
        await application.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<TestSite> StartOnceAsync(TestSiteChoices choices, string connection, int port)
    {
        var address = new Uri($"http://127.0.0.1:{port}/");
        var folder = new TemporaryFolder();
        var logs = new TestLogs();
        var settings = TestSettings.Create(connection, address.AbsoluteUri, MailFolderIn(folder));
        foreach (var (name, value) in choices.Settings)
            settings[name] = value;
        WebApplication? application = null;
        try
        {
            application = StandaloneSite.Build(address.AbsoluteUri, settings, services => Configure(services, choices, logs), choices.Functions);
            await application.StartAsync();
            return new TestSite(application, folder, address, connection, logs);
        }
        catch
        {
            if (application is not null)
                await application.DisposeAsync();
            folder.Dispose();
            throw;
        }
    }

    private static void Configure(IServiceCollection services, TestSiteChoices choices, TestLogs logs)
    {
        foreach (var console in services.Where(service => service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType == typeof(ConsoleLoggerProvider)).ToList())
            services.Remove(console);
        // Timers come when the clock says so, in the middle of whatever a test counts: only tests of the host itself have them.
        if (choices.Functions is null)
            services.Remove(services.Single(service => service.ImplementationType == typeof(TimerFunctions)));
        services.AddSingleton<ILoggerProvider>(logs);
        if (choices.Clock is { } clock)
            services.Replace(ServiceDescriptor.Singleton(clock));
        choices.Configure?.Invoke(services);
    }

    private static string MailFolderIn(TemporaryFolder folder) => Path.Combine(folder.Path, "mail");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
