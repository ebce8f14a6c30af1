using System.Security.Cryptography;
using FaceAuth.Testing;
using Npgsql;

namespace FaceAuth.Signaling.Tests;

/// <summary>A store for one host or several: a folder, and on PostgreSQL a database of its own with the key that all nodes share.</summary>
sealed class OwnDatabase : IAsyncDisposable
{
    readonly string? _name;

    OwnDatabase(string? name) => _name = name;

    /// <summary>The engines that there are, for theories.</summary>
    public static TheoryData<string> Engines => ["Sqlite", "PostgreSql"];

    public string Folder { get; } = Directory.CreateTempSubdirectory("faceauth-own-").FullName;

    /// <summary>What a node is told to share it.</summary>
    public (string Name, string Value)[] Settings { get; private set; } = [];

    /// <summary>The same as a command's arguments.</summary>
    public string[] Arguments => [.. Settings.SelectMany(setting => new[] { "--" + setting.Name, setting.Value })];

    public static async Task<OwnDatabase> CreateAsync(string engine)
    {
        if (engine == "Sqlite")
        {
            var file = new OwnDatabase(null);
            file.Settings = [("Store:Directory", file.Folder)];
            return file;
        }

        var made = new OwnDatabase("faceauth_" + Guid.NewGuid().ToString("N"));
        await OnServerAsync($"CREATE DATABASE {made._name} ENCODING 'UTF8' TEMPLATE template0");
        made.Settings =
        [
            ("Store:Directory", made.Folder), ("Store:Provider", "PostgreSql"),
            ("Store:ConnectionString", $"{Require.Postgres()};Database={made._name};Maximum Pool Size=16"),
            ("Store:MasterKey", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
        ];
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (_name is not null) await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
        Directory.Delete(Folder, recursive: true);
    }

    static async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Require.Postgres() + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // the test's own statements
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
