using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Npgsql;

namespace FaceAuth.Testing;

/// <summary>An empty database of a test's own on a real server; dropped with whoever is still connected.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    readonly string _server;

    PostgresDatabase(string server) => _server = server;

    /// <summary>Its name, which needs no quoting.</summary>
    public string Name { get; } = "faceauth_" + Guid.NewGuid().ToString("N");

    /// <summary>Of the nodes that share the database, in Base64.</summary>
    public string MasterKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>As its superuser; few connections a node, since many tests share the server.</summary>
    public string ConnectionString => $"{_server};Database={Name};Maximum Pool Size=16";

    /// <summary>Makes one.</summary>
    /// <param name="server">Where; FACEAUTH_POSTGRES when null.</param>
    /// <param name="how">What follows CREATE DATABASE and the name.</param>
    public static async Task<PostgresDatabase> CreateAsync(string? server = null, string how = "")
    {
        var database = new PostgresDatabase(server ?? Require.Postgres());
        await database.OnServerAsync($"CREATE DATABASE {database.Name} {how}");
        return database;
    }

    /// <summary>Runs statements as the server's superuser, in this database; returns the first value of the first row.</summary>
    public Task<object?> RunAsync(string sql) => RunAsync(ConnectionString, sql);

    /// <summary>The same in another database of the server.</summary>
    public Task<object?> RunInAsync(string database, string sql) => RunAsync($"{_server};Database={database}", sql);

    /// <summary>The same in the server's own database.</summary>
    public Task<object?> OnServerAsync(string sql) => RunInAsync("postgres", sql);

    /// <summary>As the server's own operator would end them.</summary>
    public Task CutConnectionsAsync() => OnServerAsync(
        $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{Name}' AND pid <> pg_backend_pid()");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await OnServerAsync($"DROP DATABASE {Name} WITH (FORCE)");

    [SuppressMessage("Security", "CA2100", Justification = "The tests' own statements.")]
    static async Task<object?> RunAsync(string connection, string sql)
    {
        await using var own = new NpgsqlConnection(connection + ";Pooling=false");
        await own.OpenAsync();
        await using var command = new NpgsqlCommand(sql, own);
        return await command.ExecuteScalarAsync();
    }
}
