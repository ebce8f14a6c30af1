using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Relational;

/// <summary>What one database engine does in its own way; all else of the store is the same on every engine.</summary>
/// <remarks>Safe from many threads. Disposing it closes the idle connections.</remarks>
internal interface IStoreEngine : IDisposable
{
    /// <summary>Where the database is, as messages and the log name it: never with a password.</summary>
    string Location { get; }

    /// <summary>Tells EF Core how to reach the database and what to set on each connection.</summary>
    void Connect(DbContextOptionsBuilder context);

    /// <summary>Makes what has to be there before the first connection, and tries to write.</summary>
    /// <exception cref="StoreException">It cannot be made or written.</exception>
    void Prepare();

    /// <summary>Holds the start-up lock, so that no two processes migrate or make a key at the same time.</summary>
    /// <remarks>It is released when the process ends, in whatever way.</remarks>
    /// <exception cref="StoreException">The lock cannot be made, or another process holds it for too long.</exception>
    Task<IAsyncDisposable> LockAsync(CancellationToken cancellation);

    /// <summary>Readies the database for EF Core's migrations; the start-up lock is held.</summary>
    Task PrepareMigrationAsync(FaceAuthDbContext context, CancellationToken cancellation);

    /// <summary>A sentence that says what to do, in place of the database's own fault; null when it is another's.</summary>
    StoreException? Explain(Exception fault);

    /// <summary>Sees to it that rows deleted before are in no file any more; false where others kept it from doing so.</summary>
    Task<bool> TryFlushErasedAsync(FaceAuthDbContext context);
}
