using System.Globalization;
using System.Security.Cryptography;
using Esik.Hosting.Standalone;

namespace Esik.Bench.Faults;

/// <summary>One storage emulator with an account for each run, so that the mails of all can be waited for at the end.</summary>
internal sealed class FaultStorage : IAsyncDisposable
{
    private readonly Azurite azurite;
    private readonly IReadOnlyList<(string Name, string Key)> accounts;
    private readonly string directory;

    private FaultStorage(Azurite azurite, IReadOnlyList<(string Name, string Key)> accounts, string directory) =>
        (this.azurite, this.accounts, this.directory) = (azurite, accounts, directory);

    public static async Task<FaultStorage> StartAsync(int count, CancellationToken stop)
    {
        (string Name, string Key)[] accounts =
            [.. Enumerable.Range(0, count).Select(number => ("esikfaults" + number.ToString("000", CultureInfo.InvariantCulture), Convert.ToBase64String(RandomNumberGenerator.GetBytes(64))))];
        var directory = Directory.CreateTempSubdirectory("esik-faults-storage-").FullName;
        try
        {
            return new FaultStorage(await Azurite.StartAsync(directory, accounts.ToDictionary(account => account.Name, account => account.Key), stop), accounts, directory);
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    public string Connection(int number) => azurite.ConnectionString(accounts[number].Name, accounts[number].Key);

    public async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
