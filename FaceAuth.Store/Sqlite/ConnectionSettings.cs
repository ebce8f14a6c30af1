using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceAuth.Store.Sqlite;

/// <summary>What SQLite forgets with each connection, set again when one is opened.</summary>
internal sealed class ConnectionSettings(StoreOptions options) : DbConnectionInterceptor
{
    // synchronous=FULL: what a call has stored survives a power cut. secure_delete: deleted rows are overwritten.
    // temp_store=MEMORY: no sorter spills face data into /tmp. trusted_schema, cell_size_check: for files from elsewhere.
    readonly string _pragmas =
        $"PRAGMA busy_timeout={options.BusyTimeoutSeconds * 1000};" +
        "PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;PRAGMA temp_store=MEMORY;PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Set(connection);
        return Task.CompletedTask;
    }

    void Set(DbConnection connection)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // built above from a number and constants
        command.CommandText = _pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
