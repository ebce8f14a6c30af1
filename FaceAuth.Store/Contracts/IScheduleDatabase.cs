using System.Data.Common;

namespace FaceAuth.Store.Contracts;

/// <summary>Where the host's scheduler keeps its own tables, which the store's start makes.</summary>
/// <remarks>
/// On SQLite a file of its own beside the database, so that no writer of either waits for one of the other; on PostgreSQL the same
/// database, which all nodes share. Nothing personal lies in it.
/// </remarks>
public interface IScheduleDatabase
{
    /// <summary>Its connections; the store's to dispose.</summary>
    DbDataSource Source { get; }
}
