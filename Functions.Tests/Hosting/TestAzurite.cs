using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Esik.Hosting.Standalone;

namespace Esik.Hosting.Tests;

/// <summary>
/// One storage emulator for the whole test process, started when first asked for. Each taker gets an account that nobody else has,
/// so tests that run side by side share nothing. The emulator ends with this process, even when that is killed.
/// </summary>
public static class TestAzurite
{
    private const int AccountsMax = 800;
    private const string DirectoryPrefix = "esik-azurite-";

    private static readonly Dictionary<string, string> Accounts =
        Enumerable.Range(1, AccountsMax).ToDictionary(number => $"esiktest{number:000}", _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));

    private static readonly Lazy<Task<Azurite>> Started = new(StartAsync);

    private static int taken;

    /// <summary>The connection string of an empty account.</summary>
    public static async Task<string> TakeAccountAsync()
    {
        var number = Interlocked.Increment(ref taken);
        Assert.True(number <= AccountsMax, $"More than {AccountsMax} storage accounts are taken in one run: raise {nameof(AccountsMax)}.");
        var azurite = await Started.Value;
        var (name, key) = Accounts.ElementAt(number - 1);
        return azurite.ConnectionString(name, key);
    }

    /// <summary>The clients of an empty account whose tables and queues exist.</summary>
    public static async Task<EsikStorage> TakeStorageAsync()
    {
        var storage = new EsikStorage(new StorageSettings { AzureWebJobsStorage = await TakeAccountAsync() }, new StorageRequests());
        await storage.PrepareAsync(CancellationToken.None);
        return storage;
    }

    private static async Task<Azurite> StartAsync()
    {
        RemoveLeftovers();
        var directory = Path.Combine(Path.GetTempPath(), DirectoryPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var azurite = await Azurite.StartAsync(directory, Accounts, CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            azurite.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
            Directory.Delete(directory, recursive: true);
        };
        return azurite;
    }

    // A killed test process leaves its directory behind; the next one clears it away.
    private static void RemoveLeftovers()
    {
        var running = Process.GetProcesses().Select(process => process.Id).ToHashSet();
        foreach (var directory in Directory.GetDirectories(Path.GetTempPath(), DirectoryPrefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(directory)[DirectoryPrefix.Length..], CultureInfo.InvariantCulture, out var owner) && !running.Contains(owner))
                Directory.Delete(directory, recursive: true);
        }
    }
}
