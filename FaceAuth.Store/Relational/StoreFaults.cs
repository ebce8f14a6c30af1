using FaceAuth.Store.Contracts;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Store.Relational;

/// <summary>Turns SQLite's error codes (https://www.sqlite.org/rescode.html) into sentences that say what to do.</summary>
internal static class StoreFaults
{
    const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;

    /// <summary>The exception for the caller, or null when the fault is not the database's own.</summary>
    public static StoreException? Explain(Exception fault, string path)
    {
        if ((fault as SqliteException ?? fault.InnerException as SqliteException) is not { } sqlite) return null;
        return sqlite.SqliteErrorCode switch
        {
            Full => new($"The disk that holds {path} is full. Free some space; nothing of this call was stored.", fault),
            IoError => new($"The disk that holds {path} does not read or write ({sqlite.Message}). Check the disk and its mount.", fault),
            ReadOnly => new($"The database {path} is read-only. Give this user the right to write the file and its folder.", fault),
            CannotOpen => new($"The database {path} cannot be opened. Check that it is a file and that this user may read and write it and its folder.", fault),
            NotADatabase => new($"{path} is not a FaceAuth database. Move it away or set another Store:Directory.", fault),
            Corrupt => new($"The database {path} is damaged. Restore it from a backup.", fault),
            Busy or Locked => new($"The database {path} is in use by another process that does not finish. Look for one that hangs, or raise Store:BusyTimeoutSeconds.", fault),
            _ => null,
        };
    }
}
