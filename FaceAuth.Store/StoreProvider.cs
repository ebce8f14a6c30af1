namespace FaceAuth.Store;

/// <summary>What keeps the store's data.</summary>
public enum StoreProvider
{
    /// <summary>A file in <see cref="StoreOptions.Directory"/>; needs nothing else.</summary>
    Sqlite = 0,

    /// <summary>A PostgreSQL server, 15 or later, with the extension pgvector.</summary>
    PostgreSql = 1,
}
