using Esik.Languages;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Npgsql;

namespace Esik.Bench.Rivals;

/// <summary>How rival (b) keeps two guests from taking one seat.</summary>
public enum SeatLock
{
    /// <summary><c>select … for update</c> of the slot's row.</summary>
    Row,

    /// <summary><c>pg_advisory_xact_lock</c>, as pretix does.</summary>
    Advisory,
}

/// <summary>
/// Rival (b): one transaction a guest, in three round trips (lock and read, write, commit) with prepared statements. It stores what
/// Esik stores: the counts, the registration with its signed ticket, the promised mail.
/// </summary>
public sealed class PostgresDesk(NpgsqlDataSource database, SeatLock seatLock, TicketKeys keys, GuestKey guestKey)
{
    private const string Schema = """
        drop table if exists mail, registration, slot;
        create table slot (id text primary key, number integer not null, capacity integer not null, taken integer not null, waiting integer not null, waiting_parties integer not null);
        create table registration (
          slot text not null references slot, ticket text not null, state text not null, party integer not null, name text not null, email text not null, language text not null,
          request_id text not null, place integer not null, issue integer not null, signature bytea, key_id integer not null, page_secret text not null, short_code text not null,
          registered_at timestamptz not null, position bigint generated always as identity, primary key (slot, ticket));
        create table mail (id bigint generated always as identity primary key, slot text not null, ticket text not null, kind text not null, state text not null);
        """;

    private const string Read = "select capacity, taken, waiting_parties from slot where id = $1";
    private const string Earlier = "select request_id, page_secret from registration where slot = $1 and ticket = $2";

    private const string Insert = """
        insert into registration (slot, ticket, state, party, name, email, language, request_id, place, issue, signature, key_id, page_secret, short_code, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """;

    private const string Count = "update slot set taken = taken + $2, waiting = waiting + $3, waiting_parties = waiting_parties + $4 where id = $1";
    private const string Promise = "insert into mail (slot, ticket, kind, state) values ($1, $2, $3, 'pending')";

    /// <summary>Empty tables with these slots.</summary>
    public static async Task PrepareAsync(NpgsqlDataSource database, IEnumerable<Slot> slots)
    {
        await using (var schema = database.CreateCommand(Schema))
            await schema.ExecuteNonQueryAsync();
        foreach (var slot in slots)
        {
            await using var insert = database.CreateCommand("insert into slot values ($1, $2, $3, 0, 0, 0)");
            Add(insert.Parameters, slot.Id, (int)slot.Number, slot.Capacity!.Value);
            await insert.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The key of the ticket's page; null when another request registered this address before.</summary>
    public async Task<TicketPageKey?> RegisterAsync(Slot slot, SignUp signUp, CancellationToken stop)
    {
        var ticket = TicketId.For(guestKey, slot.Id, signUp.Email);
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var (earlier, free, waitingParties) = await LockAsync(connection, slot, ticket, stop);
        if (earlier is var (requestId, secret))
            return requestId == signUp.RequestId ? new TicketPageKey(slot.Number, ticket, PageSecret.Parse(secret)!.Value) : null;
        var pageSecret = PageSecret.Create();
        await WriteAsync(connection, slot, signUp, ticket, pageSecret, signUp.Party <= free ? 0 : waitingParties + 1, stop);
        await transaction.CommitAsync(stop);
        return new TicketPageKey(slot.Number, ticket, pageSecret);
    }

    private async Task<((string RequestId, string Secret)? Earlier, int Free, int WaitingParties)> LockAsync(NpgsqlConnection connection, Slot slot, TicketId ticket, CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (seatLock == SeatLock.Advisory)
            Add(batch, "select pg_advisory_xact_lock($1)", (long)slot.Number);
        Add(batch, seatLock == SeatLock.Row ? Read + " for update" : Read, slot.Id);
        Add(batch, Earlier, slot.Id, ticket.ToString());
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (seatLock == SeatLock.Advisory)
            await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        var (free, waitingParties) = (reader.GetInt32(0) - reader.GetInt32(1), reader.GetInt32(2));
        await reader.NextResultAsync(stop);
        return (await reader.ReadAsync(stop) ? (reader.GetString(0), reader.GetString(1)) : null, free, waitingParties);
    }

    private async Task WriteAsync(NpgsqlConnection connection, Slot slot, SignUp signUp, TicketId ticket, PageSecret pageSecret, int place, CancellationToken stop)
    {
        var isConfirmed = place == 0;
        object signature = isConfirmed ? keys.Signer.Sign(new TicketPayload(keys.Signer.KeyId, slot.Number, ticket, 1, signUp.Party)) : DBNull.Value;
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, Insert, slot.Id, ticket.ToString(), isConfirmed ? "Confirmed" : "Waiting", signUp.Party, signUp.Name, signUp.Email.Text, signUp.Language.Code(), signUp.RequestId, place,
            isConfirmed ? 1 : 0, signature, (int)keys.Signer.KeyId, pageSecret.Text, ShortCode.For(guestKey, slot.Id, ticket).Text, TimeProvider.System.GetUtcNow());
        Add(batch, Count, slot.Id, isConfirmed ? signUp.Party : 0, isConfirmed ? 0 : signUp.Party, isConfirmed ? 0 : 1);
        Add(batch, Promise, slot.Id, ticket.ToString(), isConfirmed ? "Ticket" : "Waiting");
        await batch.ExecuteNonQueryAsync(stop);
    }

    private static void Add(NpgsqlBatch batch, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Add(NpgsqlParameterCollection parameters, params ReadOnlySpan<object> values)
    {
        foreach (var value in values)
            parameters.Add(value == DBNull.Value ? new NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea, Value = value } : new NpgsqlParameter { Value = value });
    }
}
