using System.Diagnostics;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.Data.Sqlite;

namespace FaceAuth.Store.Sqlite;

/// <summary>Where the database lies on disk, and its permissions: folder 0700, files 0600.</summary>
internal sealed class DatabaseFile(StoreOptions options)
{
    public string Directory { get; } = System.IO.Path.GetFullPath(options.Directory);

    public string Path => System.IO.Path.Combine(Directory, "faceauth.db");

    public string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = System.IO.Path.Combine(System.IO.Path.GetFullPath(options.Directory), "faceauth.db"),
        Mode = SqliteOpenMode.ReadWriteCreate,
        ForeignKeys = true,
        DefaultTimeout = options.BusyTimeoutSeconds,
    }.ToString();

    /// <summary>More than an enrolment takes.</summary>
    const int RoomBytes = 256 * 1024;

    TimeSpan StartTimeout { get; } = TimeSpan.FromSeconds(options.BusyTimeoutSeconds);

    /// <summary>Makes the folder and an empty database where they are missing, and tries to write.</summary>
    /// <exception cref="StoreException">The folder or file cannot be made or written.</exception>
    public void Prepare()
    {
        try
        {
            PrivateFiles.MakeFolder(Directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The data folder {Directory} cannot be made: {fault.Message} Set Store:Directory to a folder this user may write.", fault);
        }

        try
        {
            // made here, not by SQLite, for its mode; SQLite gives its -wal and -shm files the same one
            using var file = PrivateFiles.Open(Path, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The database {Path} cannot be written: {fault.Message} Give this user the right to read and write it and its folder.",
                fault);
        }
    }

    /// <summary>Holds the start-up lock, which the system releases when the process ends in any way.</summary>
    /// <exception cref="StoreException">The lock file cannot be made, or another process holds it for too long.</exception>
    public async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(Directory, "faceauth.lock");
        // in real time, whatever the application's clock says: what it waits for is another process
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return PrivateFiles.Open(path, FileMode.OpenOrCreate, FileShare.None);
            }
            catch (UnauthorizedAccessException fault)
            {
                throw new StoreException(
                    $"The data folder {Directory} cannot be written: {fault.Message} Give this user the right to write it.", fault);
            }
            catch (IOException fault)
            {
                if (Stopwatch.GetElapsedTime(began) >= StartTimeout)
                    throw new StoreException(
                        $"Another process has been starting on {Directory} for {StartTimeout.TotalSeconds} s, or its lock cannot be " +
                        $"made: {fault.Message}", fault);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    /// <summary>Writes a file beside the database to the disk, and deletes it.</summary>
    /// <exception cref="StoreFullException">It cannot be written.</exception>
    public async Task TryRoomAsync(CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(Directory, "faceauth.room");
        try
        {
            // shared: another process may try at the same time
            await using var trial = PrivateFiles.Open(path, FileMode.Create, FileShare.ReadWrite | FileShare.Delete);
            await trial.WriteAsync(new byte[RoomBytes], cancellation);
            trial.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreFullException(
                $"The disk that holds {Path} is full or cannot be written ({fault.Message.TrimEnd('.')}). Free some space.", fault);
        }
        finally
        {
            Delete(path);
        }
    }

    /// <summary>Holds a name as <see cref="LockAsync"/> does its own; null when another process holds it.</summary>
    /// <exception cref="StoreException">The lock file cannot be made.</exception>
    public FileStream? TryLock(string name)
    {
        try
        {
            return PrivateFiles.Open(System.IO.Path.Combine(Directory, $"faceauth-{name}.lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreException(
                $"The data folder {Directory} cannot be written: {fault.Message} Give this user the right to write it.", fault);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Shares the name that a copy holds alone.</summary>
    /// <exception cref="StoreException">A copy holds it.</exception>
    public FileStream Serve()
    {
        try
        {
            return PrivateFiles.Open(
                System.IO.Path.Combine(Directory, $"faceauth-{StoreStartup.Serving}.lock"), FileMode.OpenOrCreate, FileShare.Read);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The store in {Directory} is being copied (faceauth db copy). Wait until that has ended; then start on the copy.", fault);
        }
    }

    static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // the next trial writes over it
        }
    }
}
