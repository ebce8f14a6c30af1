using System.Globalization;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace FaceAuth.Store.Sqlite;

/// <summary>Copies a database page by page while others read and write it (https://www.sqlite.org/backup.html).</summary>
/// <remarks>
/// One read transaction from beginning to end: in write-ahead mode it holds no writer up, and what they commit meanwhile does not make the
/// copy begin anew. Until it ends, an erasure stays in the write-ahead log, which is then emptied by the next.
/// </remarks>
internal static class SqliteBackup
{
    /// <summary>Pages of a step: four mebibytes, as SQLite makes them.</summary>
    const int PagesOfStep = 1024;

    /// <summary>What has to be free beside the copy: others write on that disk meanwhile.</summary>
    const long Margin = 16 << 20;

    /// <returns>The file's length in bytes.</returns>
    /// <exception cref="StoreException">The file is there already, cannot be written, or is not whole.</exception>
    public static long Run(string source, string path, Action<int, int> progress, CancellationToken cancellation)
    {
        if (File.Exists(path)) throw new StoreException($"{path} is there already. Name another file, or delete that one first.");
        var draft = path + ".part";
        Make(draft);
        try
        {
            Copy(source, draft, progress, cancellation);
            File.Move(draft, path, overwrite: false);   // whole or not at all
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{path} cannot be written: {fault.Message}", fault);
        }
        finally
        {
            foreach (var left in (string[])["", "-journal", "-wal", "-shm"]) File.Delete(draft + left);
        }

        return new FileInfo(path).Length;
    }

    // by us, not by SQLite, for its mode
    static void Make(string draft)
    {
        try
        {
            PrivateFiles.Open(draft, FileMode.CreateNew, FileShare.None).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                File.Exists(draft) ? $"{draft} is there: a backup is being written, or one was broken off. If so, delete it."
                    : $"{draft} cannot be written: {fault.Message}", fault);
        }
    }

    static void Copy(string source, string draft, Action<int, int> progress, CancellationToken cancellation)
    {
        using var from = new SqliteConnection(source);
        from.Open();
        using var moment = from.BeginTransaction(deferred: true);
        // its first read takes the snapshot
        Ask(from, "SELECT COUNT(*) FROM sqlite_schema");
        CheckSpace((long)Ask(from, "PRAGMA page_count")! * (long)Ask(from, "PRAGMA page_size")!, draft);
        using var to = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = draft, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        to.Open();
        using (var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main"))
        {
            if (backup is null or { IsInvalid: true }) throw Fault(to, raw.sqlite3_errcode(to.Handle), draft);
            int step;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                step = raw.sqlite3_backup_step(backup, PagesOfStep);
                if (step is not (raw.SQLITE_OK or raw.SQLITE_DONE)) throw Fault(to, step, draft);
                var all = raw.sqlite3_backup_pagecount(backup);
                progress(all - raw.sqlite3_backup_remaining(backup), all);
            }
            while (step != raw.SQLITE_DONE);
        }

        if (Ask(to, "PRAGMA quick_check(1)") is not "ok")
            throw new StoreException($"The copy of {from.DataSource} is not whole: the database is damaged. Keep earlier backups.");
    }

    // before hours of copying, and before a disk that others need is full
    static void CheckSpace(long needed, string draft)
    {
        var free = new DriveInfo(Path.GetDirectoryName(draft)!).AvailableFreeSpace;
        if (free < needed + Margin)
            throw new StoreException(string.Create(CultureInfo.InvariantCulture,
                $"The disk of {draft} has {free >> 20} MiB free, and the backup needs {(needed + Margin) >> 20} MiB. Free some space, or "
                + $"name a file on another disk."));
    }

    // what only writing meets is the copy's: else it would be told of the live database
    static Exception Fault(SqliteConnection to, int code, string draft)
    {
        var fault = new SqliteException(raw.sqlite3_errmsg(to.Handle).utf8_to_string(), code & 0xFF, code);
        return SqliteFaults.Explain(fault, draft) is StoreFullException told ? told : fault;
    }

    static object? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the constants above
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
