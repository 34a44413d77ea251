using System.Security.Cryptography;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>The storage of a data directory: the account that a setting names, else an Azurite of our own.</summary>
public sealed class HomeStorage : IAsyncDisposable
{
    private const string ConnectionFile = "storage.connection";
    private const string AccountFile = "keys/storage-account";

    private static readonly TimeSpan OwnerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OwnerPause = TimeSpan.FromMilliseconds(200);

    private readonly DataDirectory data;
    private readonly Azurite? azurite;

    private HomeStorage(DataDirectory data, Azurite? azurite, string? connection) => (this.data, this.azurite, Connection) = (data, azurite, connection);

    /// <summary>Of the emulator; null when settings name a real account, and say how it is opened.</summary>
    public string? Connection { get; }

    /// <summary>Starts the emulator; a visitor shares the one that the directory's owner has started.</summary>
    /// <param name="data"></param>
    /// <param name="isElsewhere">Whether settings name a real account.</param>
    /// <param name="stop"></param>
    /// <exception cref="CommandException">The owner has started none in time.</exception>
    public static async Task<HomeStorage> OpenAsync(DataDirectory data, bool isElsewhere, CancellationToken stop)
    {
        if (isElsewhere)
            return new HomeStorage(data, null, null);
        if (!data.IsOwned)
            return new HomeStorage(data, null, await OwnersConnectionAsync(data, stop));
        var account = data.ReadOrWrite(AccountFile, NewAccount).Split(' ');
        var azurite = await Azurite.StartAsync(data.MakeDirectory("storage"), new Dictionary<string, string> { [account[0]] = account[1] }, stop);
        var connection = azurite.ConnectionString(account[0], account[1]);
        data.Write(ConnectionFile, connection);
        return new HomeStorage(data, azurite, connection);
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is null)
            return;
        data.Delete(ConnectionFile);
        await azurite.DisposeAsync();
    }

    private static async Task<string> OwnersConnectionAsync(DataDirectory data, CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; waited < OwnerTimeout; waited += OwnerPause)
        {
            if (data.Read(ConnectionFile) is { } connection)
                return connection;
            await Task.Delay(OwnerPause, stop);
        }
        throw new CommandException($"Another process has {data.Path} and has opened no storage in it: try again when it has started.");
    }

    // The emulator asks for the account's key as the real one does, so other users of the machine cannot read the guests' data.
    private static string NewAccount() => $"esik{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(64))}";
}
