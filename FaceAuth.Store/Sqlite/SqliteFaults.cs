using FaceAuth.Store.Contracts;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Store.Sqlite;

/// <summary>Turns SQLite's error codes (https://www.sqlite.org/rescode.html) into sentences that say what to do.</summary>
internal static class SqliteFaults
{
    const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>IOERR_WRITE.</summary>
    const int WriteError = 778;

    /// <summary>Kinds of IOERR that only writing meets: WRITE, FSYNC, DIR_FSYNC, TRUNCATE, SHMOPEN, SHMSIZE.</summary>
    static readonly int[] WriteErrors = [WriteError, 1034, 1290, 1546, 4618, 4874];

    /// <summary>Whether a commit that failed so has stored nothing.</summary>
    /// <remarks>
    /// The frame that ends a transaction may lie in the write-ahead log when flushing it fails, and be found there at the next start. That
    /// it could not be written is no doubt.
    /// </remarks>
    public static bool IsRefusal(Exception fault) => (fault as SqliteException ?? fault.InnerException as SqliteException) is { } told
        && (told.SqliteErrorCode != IoError || told.SqliteExtendedErrorCode == WriteError);

    /// <summary>The exception for the caller, or null when the fault is not the database's own.</summary>
    public static StoreException? Explain(Exception fault, string path)
    {
        // explained already: a start-up step's fault comes by here twice
        if (fault is StoreException) return null;
        // SQLite keeps any kind of value in any column, and its provider fails to read those of another kind than ours
        if (fault is FormatException or InvalidCastException)
            return new StoreException(
                $"The database {path} holds a value that this program did not write ({fault.Message}) Restore it from a backup.", fault);
        if ((fault as SqliteException ?? fault.InnerException as SqliteException) is not { } sqlite) return null;
        var text = sqlite.SqliteErrorCode switch
        {
            Full => $"The disk that holds {path} is full. Free some space; nothing of this call was stored.",
            IoError => $"The disk that holds {path} does not read or write ({sqlite.Message}). Check the disk and its mount.",
            ReadOnly => $"The database {path} is read-only. Give this user the right to write the file and its folder.",
            CannotOpen => $"The database {path} cannot be opened. Check that it is a file and that this user may read and write it " +
                "and its folder.",
            NotADatabase => $"{path} is not a FaceAuth database. Move it away or set another Store:Directory.",
            Corrupt => $"The database {path} is damaged. Restore it from a backup.",
            Busy or Locked => $"The database {path} is in use by another process that does not finish. Look for one that hangs, " +
                "or raise Store:BusyTimeoutSeconds.",
            _ => null,
        };
        if (text is null) return null;
        var cannotWrite = sqlite.SqliteErrorCode is Full or ReadOnly || WriteErrors.Contains(sqlite.SqliteExtendedErrorCode);
        return cannotWrite ? new StoreFullException(text, fault) : new StoreException(text, fault);
    }
}
