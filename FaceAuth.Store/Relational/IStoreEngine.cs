using System.Data;
using System.Data.Common;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Relational;

/// <summary>What one database engine does in its own way; all else of the store is the same on every engine.</summary>
/// <remarks>Safe from many threads. Disposing it closes the idle connections.</remarks>
internal interface IStoreEngine : IDisposable
{
    /// <summary>Where the database is, as messages and the log name it: never with a password.</summary>
    string Location { get; }

    /// <summary>Where a store would be, and the setting that says so: "PLACE: correct SETTING".</summary>
    string Place { get; }

    /// <summary>Tells EF Core how to reach the database and what to set on each connection.</summary>
    void Connect(DbContextOptionsBuilder context);

    /// <summary>Whether one transaction writes at a time, so that the writers of a process had better take turns.</summary>
    bool OneWriter { get; }

    /// <summary>How long a call may go on trying after a fault that <see cref="MayRetry"/>.</summary>
    TimeSpan Patience { get; }

    /// <summary>Whether there is a database that can be opened; makes nothing.</summary>
    /// <exception cref="StoreException">It cannot be reached, or not as it has to be.</exception>
    Task<bool> ExistsAsync(CancellationToken cancellation);

    /// <summary>What a start would find missing there and could not make, with what to do; null for nothing. Makes nothing.</summary>
    Task<string?> LackAsync(CancellationToken cancellation);

    /// <summary>Makes what has to be there before the first connection, and looks whether it can be written.</summary>
    /// <exception cref="StoreException">It cannot be made, reached or written.</exception>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Holds the start-up lock, so that no two processes migrate or make a key at the same time.</summary>
    /// <remarks>It is released when the process ends, in whatever way.</remarks>
    /// <exception cref="StoreException">The lock cannot be made, or another process holds it for too long.</exception>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellation);

    /// <summary>Makes what the first connection of <see cref="Connect"/> has to find; the start-up lock is held.</summary>
    /// <exception cref="StoreException">It cannot be made.</exception>
    Task PrepareFirstAsync(CancellationToken cancellation);

    /// <summary>Holds a name until it is disposed or the process ends; null when another process holds it.</summary>
    Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellation);

    /// <summary>Says, until it is disposed or the process ends, that a server works on the database; several may.</summary>
    /// <returns>Null where nobody asks: on SQLite alone a copy does.</returns>
    /// <exception cref="StoreException">The database is being copied.</exception>
    IDisposable? Serve();

    /// <summary>By what the engine's databases are backed up, where that is not <see cref="BackupAsync"/>, in words.</summary>
    string? OwnBackup { get; }

    /// <summary>Writes the database as it is now to a new file, beside whoever works on it.</summary>
    /// <param name="path">The file; whole, or not there.</param>
    /// <param name="progress">Told the pages that are written, and all there are.</param>
    /// <param name="cancellation">Breaks it off.</param>
    /// <returns>The file's length in bytes.</returns>
    Task<long> BackupAsync(string path, Action<int, int> progress, CancellationToken cancellation);

    /// <summary>Readies the database for EF Core's migrations; the start-up lock is held.</summary>
    Task PrepareMigrationAsync(FaceAuthDbContext context, CancellationToken cancellation);

    /// <summary>A sentence that says what to do, in place of the database's own fault; null when it is another's.</summary>
    StoreException? Explain(Exception fault);

    /// <summary>Transactions that read one snapshot from end to end, and keep no writer waiting.</summary>
    IsolationLevel Snapshot { get; }

    /// <summary>Whether the same work, begun anew, may well succeed; only for work of which nothing was committed.</summary>
    bool MayRetry(Exception fault);

    /// <summary>Whether the database itself said no to a commit, so that nothing was stored; false where nobody knows.</summary>
    bool IsRefusal(Exception fault);

    /// <summary>Holds what a name stands for against other nodes until the transaction ends.</summary>
    /// <remarks>
    /// Shared, against those alone who do not share. What the last holder committed is seen by the statements after. Nothing to do where
    /// there is <see cref="OneWriter"/>.
    /// </remarks>
    Task HoldAsync(FaceAuthDbContext context, string name, bool shared, CancellationToken cancellation);

    /// <summary>Holds those of the subjects that are there, so that none is erased or changed until the transaction ends.</summary>
    /// <remarks>As <see cref="HoldAsync"/>. Shared, several may hold a subject, and only its erasure and its change wait.</remarks>
    Task HoldSubjectsAsync(FaceAuthDbContext context, IReadOnlyList<Guid> subjects, bool shared, CancellationToken cancellation);

    /// <summary>Holds an account where it is there, so that it is neither changed nor removed until the transaction ends.</summary>
    /// <remarks>As <see cref="HoldAsync"/>. Shared, several may hold it; what refers to it is written meanwhile.</remarks>
    Task HoldAccountAsync(FaceAuthDbContext context, Guid account, bool shared, CancellationToken cancellation);

    /// <summary>Holds a node's audit chain until the transaction ends, and reads its head as the last holder left it; tracked.</summary>
    /// <returns>Null where there is none; then too the chain is held.</returns>
    Task<AuditNodeRow?> HoldChainAsync(FaceAuthDbContext context, string node, CancellationToken cancellation);

    /// <summary>Sees to it that rows deleted before are in no file any more; false where others kept it from doing so.</summary>
    /// <remarks>A server's files are not ours: there it does nothing, and its operator's vacuum does.</remarks>
    Task<bool> TryFlushErasedAsync(FaceAuthDbContext context);

    /// <summary>Tries whether the disk has room, beside what a transaction that is rolled back tries.</summary>
    /// <exception cref="StoreFullException">It has none.</exception>
    Task TryRoomAsync(CancellationToken cancellation);

    /// <summary>What was committed since a mark; null for the first time, of which only the mark is answered.</summary>
    /// <remarks>By whatever process, each change once, in whatever order the transactions were committed.</remarks>
    Task<ChangesSince> ChangesAsync(FaceAuthDbContext context, string? since, int most, CancellationToken cancellation);

    /// <summary>Readies a database whose rows came with their numbers: the next one is given beyond them.</summary>
    Task AfterCopyAsync(FaceAuthDbContext context, CancellationToken cancellation);

    /// <summary>Where the host's scheduler keeps its own tables.</summary>
    DbDataSource Schedule { get; }

    /// <summary>Makes the scheduler's tables where the migrations do not; the start-up lock is held.</summary>
    Task PrepareScheduleAsync(CancellationToken cancellation);
}
