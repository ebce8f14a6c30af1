using System.Security.Cryptography;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Store.Tests;

/// <summary>An empty database of a test's own on a real server; dropped with whoever is still connected.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    readonly string _server;

    PostgresDatabase(string server) => _server = server;

    public string Name { get; } = "faceauth_" + Guid.NewGuid().ToString("N");

    /// <summary>Of the nodes that share the database.</summary>
    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    // few connections a node: many tests share the server
    public string ConnectionString => $"{_server};Database={Name};Maximum Pool Size=16";

    public static async Task<PostgresDatabase> CreateAsync(string? server = null, string how = "")
    {
        var database = new PostgresDatabase(server ?? Require.Postgres());
        await database.OnServerAsync($"CREATE DATABASE {database.Name} {how}");
        return database;
    }

    /// <summary>Runs statements as the server's superuser, in this database.</summary>
    public Task<object?> RunAsync(string sql) => RunAsync(ConnectionString, sql);

    /// <summary>The same in another database of the server.</summary>
    public Task<object?> RunInAsync(string database, string sql) => RunAsync($"{_server};Database={database}", sql);

    public Task<object?> OnServerAsync(string sql) => RunAsync($"{_server};Database=postgres", sql);

    /// <summary>As the server's own operator would end them.</summary>
    public Task CutConnectionsAsync() => OnServerAsync(
        $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{Name}' AND pid <> pg_backend_pid()");

    public async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE {Name} WITH (FORCE)");

    static async Task<object?> RunAsync(string connection, string sql)
    {
        await using var own = new NpgsqlConnection(connection + ";Pooling=false");
        await own.OpenAsync();
#pragma warning disable CA2100 // the tests' own statements
        await using var command = new NpgsqlCommand(sql, own);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
