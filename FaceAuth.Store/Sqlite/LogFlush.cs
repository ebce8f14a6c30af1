using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Sqlite;

/// <summary>Empties the write-ahead log, so that erased rows are in no file any more.</summary>
/// <remarks>Waits for running readers up to the busy timeout; when they stay, it is logged and done at the next erasure or start.</remarks>
internal sealed class LogFlush(StoreDatabase database, ILogger<LogFlush> logger)
{
    public async Task RunAsync()
    {
        // the erasure has happened: neither a cancelled caller nor a failing checkpoint may make it look undone
        try
        {
            var busy = await database.UpdateAsync(CheckpointAsync, CancellationToken.None);
            if (busy) StoreLog.CheckpointBusy(logger);
        }
        catch (StoreException)
        {
            StoreLog.CheckpointBusy(logger);
        }
    }

    /// <summary>True when readers or writers kept it from emptying the log (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint).</summary>
    internal static async Task<bool> CheckpointAsync(FaceAuthDbContext context)
    {
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() && row.GetInt32(0) != 0;
    }
}
