using System.Diagnostics;
using System.Security.Cryptography;
using Esik.Bench.Processes;
using Esik.Hosting.Standalone;
using Npgsql;

namespace Esik.Bench.Rivals;

/// <summary>
/// A PostgreSQL 15 of its own in a temporary directory, on loopback, with its durable defaults: every commit is on the disk before it
/// is answered. It ends, and its directory goes, when this process ends, however that happens.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    public const string Binaries = "/usr/lib/postgresql/15/bin";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // Its parent's end closes standard input; the shell then ends the server and takes the directory away.
    private const string Script = """
        set -e
        trap '' INT TERM HUP
        umask 077
        printf '%s' "$PASSWORD" >"$DIR/password"
        "$BIN/initdb" -D "$DIR/data" -U esik -A scram-sha-256 --pwfile="$DIR/password" --no-locale -E UTF8 >"$DIR/log" 2>&1 || { cat "$DIR/log" >&2; exit 1; }
        "$BIN/postgres" -D "$DIR/data" -h 127.0.0.1 -p "$PORT" -k '' -c fsync=on -c synchronous_commit=on -c full_page_writes=on \
          -c max_connections=200 -c shared_buffers=256MB -c max_wal_size=4GB >>"$DIR/log" 2>&1 &
        server=$!
        cat >/dev/null
        kill -INT "$server"
        wait "$server" || true
        rm -rf "$DIR/data" "$DIR/log" "$DIR/password"
        """;

    private readonly Process process;
    private readonly string directory;

    private PostgresCluster(Process process, string directory, string connection) => (this.process, this.directory, Connection) = (process, directory, connection);

    /// <summary>Without a pool size.</summary>
    public string Connection { get; }

    public static async Task<PostgresCluster> StartAsync(CancellationToken stop)
    {
        if (!File.Exists(Path.Combine(Binaries, "initdb")))
            throw new PrerequisiteException($"PostgreSQL 15 is missing under {Binaries}: install it (Debian 12: apt-get install postgresql-15).");
        var directory = Directory.CreateTempSubdirectory("esik-bench-postgres-").FullName;
        var port = LoopbackPort.Free();
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var start = new ProcessStartInfo { FileName = "sh", RedirectStandardInput = true, WorkingDirectory = directory };
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root; Debian's package brings a user for it.
            await GiveAsync(directory, "postgres", stop);
            start.FileName = "setpriv";
            foreach (var argument in (string[])["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"])
                start.ArgumentList.Add(argument);
        }
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        (start.Environment["DIR"], start.Environment["BIN"], start.Environment["PORT"], start.Environment["PASSWORD"]) = (directory, Binaries, $"{port}", password);
        var connection = $"Host=127.0.0.1;Port={port};Username=esik;Password={password};Database=postgres;Max Auto Prepare=20;Auto Prepare Min Usages=1;No Reset On Close=true;Timeout=60;Command Timeout=60";
        var cluster = new PostgresCluster(Process.Start(start)!, directory, connection);
        try
        {
            await cluster.WaitUntilReadyAsync(stop);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopTimeout);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task WaitUntilReadyAsync(CancellationToken stop)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(Connection + ";Pooling=false");
                await connection.OpenAsync(stop);
                return;
            }
            catch (NpgsqlException) when (!process.HasExited && waited.Elapsed < StartTimeout)
            {
                await Task.Delay(100, stop);
            }
            catch (NpgsqlException failure)
            {
                throw new PrerequisiteException($"PostgreSQL did not start: {failure.Message}");
            }
        }
    }

    private static async Task GiveAsync(string directory, string user, CancellationToken stop)
    {
        using var chown = Process.Start("chown", [user, directory]);
        await chown.WaitForExitAsync(stop);
        if (chown.ExitCode != 0)
            throw new PrerequisiteException($"PostgreSQL needs a user of its own: there is no user {user}. Install Debian's package postgresql-15, or run this as an ordinary user.");
    }

}
