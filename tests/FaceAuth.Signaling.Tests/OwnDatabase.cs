using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests;

/// <summary>A store for one host or several: a folder, and on PostgreSQL a database of its own with the key that all nodes share.</summary>
sealed class OwnDatabase : IAsyncDisposable
{
    readonly PostgresDatabase? _database;

    OwnDatabase(PostgresDatabase? database) => _database = database;

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

        var database = await PostgresDatabase.CreateAsync(how: "ENCODING 'UTF8' TEMPLATE template0");
        var made = new OwnDatabase(database);
        made.Settings =
        [
            ("Store:Directory", made.Folder), ("Store:Provider", "PostgreSql"),
            ("Store:ConnectionString", database.ConnectionString), ("Store:MasterKey", database.MasterKey),
        ];
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
