using FaceAuth.Testing;

namespace FaceAuth.Store.Tests;

/// <summary>A whole store on a database of the real PostgreSQL server that <see cref="Require.Postgres"/> names.</summary>
/// <remarks>Every store on one <see cref="PostgresDatabase"/> is a node; they share its master key.</remarks>
internal sealed class PostgresStore(string? folder, string connection, params (string Name, string Value)[] settings)
    : StoreUnderTest(folder, [("Provider", "PostgreSql"), ("ConnectionString", connection), .. settings])
{
    /// <summary>A store that has not been initialised.</summary>
    public static PostgresStore Build(PostgresDatabase database, params (string Name, string Value)[] settings) =>
        new(null, database.ConnectionString, [("MasterKey", database.MasterKey), .. settings]);

    public static Task<PostgresStore> OpenAsync(PostgresDatabase database, params (string Name, string Value)[] settings) =>
        OpenedAsync(Build(database, settings));

    /// <summary>A node that reaches the database as this connection string says.</summary>
    public static Task<PostgresStore> OpenAsync(string connection, params (string Name, string Value)[] settings) =>
        OpenedAsync(new PostgresStore(null, connection, settings));
}
