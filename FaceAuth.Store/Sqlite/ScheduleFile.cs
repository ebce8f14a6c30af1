using System.Data.Common;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Store.Sqlite;

/// <summary>The scheduler's own file, jobs.db beside the database: neither's writers wait for the other's.</summary>
/// <remarks>
/// The scheduler writes several times a run and takes the write lock to look for what is due; in the database's file every enrolment
/// would wait behind that, and the flush after an erasure would find readers. Lost, it is made anew: schedules come from the settings.
/// </remarks>
internal sealed class ScheduleFile(StoreOptions options) : IDisposable
{
    /// <summary>Which tables the file has, as its user_version says; raised when a newer scheduler wants others.</summary>
    const int Version = 1;

    readonly string _path = Path.Combine(Path.GetFullPath(options.Directory), "jobs.db");

    public DbDataSource Source { get; } = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder
    {
        DataSource = Path.Combine(Path.GetFullPath(options.Directory), "jobs.db"),
        Mode = SqliteOpenMode.ReadWrite,
        ForeignKeys = true,
        DefaultTimeout = options.BusyTimeoutSeconds,
    }.ToString());

    /// <exception cref="StoreException">The file cannot be made or written, or is damaged, or was written by a newer version.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        try
        {
            // made here for its mode, which SQLite gives the -wal and -shm files too
            await using (PrivateFiles.Open(_path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete))
            {
            }

            await using var connection = (SqliteConnection)await Source.OpenConnectionAsync(cancellation);
            var found = Convert.ToInt32(await RunAsync(connection, "PRAGMA user_version", cancellation), null);
            if (found > Version)
                throw new StoreException(
                    $"The scheduler's file {_path} was written by a newer version. Run that version, or delete the file.");
            if (found == Version) return;
            await RunAsync(connection, "PRAGMA journal_mode=WAL", cancellation);
            await using var transaction = connection.BeginTransaction();
            await RunAsync(connection, ScheduleTables.Sql, cancellation);
            await RunAsync(connection, $"PRAGMA user_version={Version}", cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The scheduler's file {_path} cannot be written: {fault.Message} Give this user the right to read and write it.", fault);
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Explain(fault, _path) ?? new StoreException(
                $"The scheduler's file {_path} cannot be used: {fault.Message} Stop the server and delete it: it is made anew.", fault);
        }
    }

    public void Dispose()
    {
        using var connection = (SqliteConnection)Source.CreateConnection();
        SqliteConnection.ClearPool(connection);
        Source.Dispose();
    }

    static async Task<object?> RunAsync(SqliteConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // our own texts
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellation);
    }
}
