using System.Diagnostics;
using FaceAuth.Store.Contracts;
using Npgsql;

namespace FaceAuth.Store.Postgres;

/// <summary>One connection outside the pool: looks whether the server will do, and holds the start-up lock.</summary>
/// <remarks>The server releases the lock when the connection ends, and so when the process does, in whatever way.</remarks>
internal sealed class PostgresServer : IAsyncDisposable
{
    const int OldestMajor = 15;

    readonly NpgsqlDataSource _source;
    readonly string _location;
    NpgsqlConnection? _connection;

    PostgresServer(NpgsqlDataSource source, string location) => (_source, _location) = (source, location);

    public static PostgresServer Reach(NpgsqlConnectionStringBuilder settings, string location)
    {
        // a pool of one, that ends with this object; types are not asked for: a server too old could not answer
        var own = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = 1,
            Multiplexing = false,
        };
        var source = new NpgsqlDataSourceBuilder(own.ConnectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return new(source.Build(), location);
    }

    /// <exception cref="StoreException">The server is too old, read-only, or keeps texts in another encoding.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        if (connection.PostgreSqlVersion.Major < OldestMajor)
            throw new StoreException(
                $"{_location} is of PostgreSQL {connection.PostgreSqlVersion}. FaceAuth needs {OldestMajor} or later: upgrade the server.");

        if (await AskAsync<bool>(connection, "SELECT pg_is_in_recovery()", cancellation))
            throw new StoreException(
                $"{_location} is read-only: the server is a standby. Name the primary as Host in Store:ConnectionString, or all hosts " +
                "with commas between.");
        if (await AskAsync<string>(connection, "SHOW transaction_read_only", cancellation) == "on")
            throw new StoreException(
                $"{_location} is read-only: default_transaction_read_only is on. Turn it off for this database and user.");
        if (await AskAsync<string>(connection, "SHOW server_encoding", cancellation) is var encoding and not "UTF8")
            throw new StoreException(
                $"{_location} keeps texts in {encoding}, which cannot hold every name. Make the database anew with ENCODING 'UTF8'.");
    }

    /// <exception cref="StoreException">Another process holds the lock for too long.</exception>
    public async Task LockAsync(long key, TimeSpan patience, CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        // in real time, whatever the application's clock says: what it waits for is another process
        var began = Stopwatch.GetTimestamp();
        while (!await AskAsync<bool>(connection, $"SELECT pg_try_advisory_lock({key})", cancellation))
        {
            if (Stopwatch.GetElapsedTime(began) >= patience)
                throw new StoreException(
                    $"Another process has been starting on {_location} for {patience.TotalSeconds} s. Look for one that hangs, or raise " +
                    "Store:BusyTimeoutSeconds.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    /// <summary>Holds a lock for the length of this session; false when another session holds it.</summary>
    public async Task<bool> TryLockAsync(long key, CancellationToken cancellation) =>
        await AskAsync<bool>(await OpenAsync(cancellation), $"SELECT pg_try_advisory_lock({key})", cancellation);

    /// <summary>Why pgvector cannot be added where it is not in the database; null where it is, or could be.</summary>
    /// <remarks>It is added as a start would, and taken back: no look at rights knows all that decides it.</remarks>
    public async Task<string?> LackAsync(CancellationToken cancellation)
    {
        var connection = await OpenAsync(cancellation);
        await using var tried = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await AddExtensionAsync(connection, _location, cancellation);
            return null;
        }
        catch (StoreException lack)
        {
            return lack.Message;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateObject)
        {
            return null;   // another process added it meanwhile
        }
        finally
        {
            await tried.RollbackAsync(cancellation);
        }
    }

    /// <inheritdoc cref="AddExtensionAsync(NpgsqlConnection, string, CancellationToken, string)"/>
    public async Task AddExtensionAsync(CancellationToken cancellation) =>
        await AddExtensionAsync(await OpenAsync(cancellation), _location, cancellation);

    /// <summary>Adds pgvector to the database where it is not in it.</summary>
    /// <exception cref="StoreException">The server does not have it, or this user may not add it.</exception>
    public static async Task AddExtensionAsync(
        NpgsqlConnection connection, string location, CancellationToken cancellation, string name = "vector")
    {
        try
        {
#pragma warning disable CA2100 // our own name
            await using var command = new NpgsqlCommand($"CREATE EXTENSION IF NOT EXISTS {name}", connection);
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new StoreException(
                $"{location} lacks the extension pgvector, and this user may not add it. Have a superuser run in that database: " +
                "CREATE EXTENSION vector;", fault);
        }
        catch (PostgresException fault) when (
            fault.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile)
        {
            throw new StoreException(
                $"The server of {location} does not have the extension pgvector. Install it there " +
                $"(package postgresql-{connection.PostgreSqlVersion.Major}-pgvector).", fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            try
            {
                // the server sees the connection's end only a while later, and the next to come would find the lock held
                await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection);
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
            {
                // the connection is gone, and the lock with it
            }

            await _connection.DisposeAsync();
        }

        await _source.DisposeAsync();
    }

    async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellation) =>
        _connection ??= await _source.OpenConnectionAsync(cancellation);

    static async Task<T> AskAsync<T>(NpgsqlConnection connection, string question, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // our own questions, and a number
        await using var command = new NpgsqlCommand(question, connection);
#pragma warning restore CA2100
        return (T)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
