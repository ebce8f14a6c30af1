using System.Security.Cryptography;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Store;
using FaceAuth.Store.Relational;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>A PostgreSQL database that several nodes share, with the keys that they have in common and one relying party.</summary>
sealed class NodeDatabase : IAsyncDisposable
{
    readonly PostgresDatabase _database;
    readonly string _keyFile;

    NodeDatabase(PostgresDatabase database)
    {
        _database = database;
        _keyFile = Path.Combine(Folder, "signing.pem");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("faceauth-nodes-").FullName;

    /// <summary>The relying party's.</summary>
    public string ApiKey { get; private set; } = "";

    /// <summary>Keys and channels of these nodes alone.</summary>
    public string RedisPrefix => _database.Name.Replace('_', '-');

    /// <summary>The server's port.</summary>
    public static int Port => new NpgsqlConnectionStringBuilder(Require.Postgres()).Port;

    public static async Task<NodeDatabase> CreateAsync()
    {
        var made = new NodeDatabase(await PostgresDatabase.CreateAsync(how: "ENCODING 'UTF8' TEMPLATE template0"));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(made._keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(made._keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (code, issued) = await ChildProcess.RunAsync(
            "dotnet", [Repository.Host, "keys", "issue", "shop"], TimeSpan.FromMinutes(1), made.SettingsOf(made.Folder, Port));
        made.ApiKey = issued.Split(['\n', ' '], StringSplitOptions.TrimEntries)
            .FirstOrDefault(word => word.StartsWith("fa_", StringComparison.Ordinal)) ?? "";
        return code == 0 && made.ApiKey.Length > 0 ? made : throw new InvalidOperationException("No API key was issued:\n" + issued);
    }

    /// <summary>Takes it back to the migration before the newest, as a node of the version before left it.</summary>
    public async Task GoBackAsync()
    {
        var settings = SettingsOf(Folder, Port).ToDictionary(
            one => one.Key.Replace("__", ":", StringComparison.Ordinal), one => (string?)one.Value);
        await using var store = new ServiceCollection().AddLogging()
            .AddFaceAuthStore(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        await using var context = await store.GetRequiredService<IDbContextFactory<FaceAuthDbContext>>().CreateDbContextAsync();
        await context.Database.MigrateAsync(context.Database.GetMigrations().ToList()[^2]);
    }

    /// <summary>What a node is told to be one of these.</summary>
    /// <param name="folder">The node's own.</param>
    /// <param name="port">Where it reaches the database.</param>
    public Dictionary<string, string> SettingsOf(string folder, int port) => new()
    {
        ["Store__Provider"] = "PostgreSql",
        ["Store__ConnectionString"] = ConnectionString(port) + ";Maximum Pool Size=24;Timeout=3;Command Timeout=5",
        ["Store__MasterKey"] = _database.MasterKey,
        ["Store__Directory"] = folder,
        ["Signing__KeyFile"] = _keyFile,
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
    };

    /// <summary>The database by whatever port leads to it.</summary>
    public string ConnectionString(int port) =>
        new NpgsqlConnectionStringBuilder(Require.Postgres()) { Port = port, Database = _database.Name }.ConnectionString;

    /// <summary>How many migrations it has.</summary>
    public Task<long> MigrationsAsync() => CountAsync("""SELECT count(*) FROM "__EFMigrationsHistory" """);

    /// <summary>One number out of the database.</summary>
    public async Task<long> CountAsync(string sql) =>
        Convert.ToInt64(await _database.RunAsync(sql), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
