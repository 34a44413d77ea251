using System.Security.Cryptography;
using Esik.Hosting.Standalone;

namespace Esik.Bench.Festivals;

/// <summary>
/// A storage emulator of its own for each run: it holds all tables in memory and writes them out every five seconds, so the rows of
/// the run before would slow the next one down.
/// </summary>
public sealed class BenchStorage : IAsyncDisposable
{
    private const string Account = "esikbench";

    private readonly Azurite azurite;
    private readonly string key;
    private readonly string directory;

    private BenchStorage(Azurite azurite, string key, string directory) => (this.azurite, this.key, this.directory) = (azurite, key, directory);

    public string Connection => azurite.ConnectionString(Account, key);

    public static async Task<BenchStorage> StartAsync(CancellationToken stop)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var directory = Directory.CreateTempSubdirectory("esik-bench-storage-").FullName;
        try
        {
            return new BenchStorage(await Azurite.StartAsync(directory, new Dictionary<string, string> { [Account] = key }, stop), key, directory);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
