using System.Data.Common;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>A database with people, sessions and audit entries in it, on either engine.</summary>
internal sealed class RotatedDatabase : IAsyncDisposable
{
    const string Model = "test-embedder", Owner = "rp:1";
    const int Dimension = 64;

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-keys-").FullName;
    readonly string? _server;
    readonly string _name = "faceauth_" + Guid.NewGuid().ToString("N");
    readonly List<Guid> _sessions = [];
    readonly Random _random = new(7);
    int _entries;

    RotatedDatabase(string? server) => _server = server;

    public List<(Guid Subject, float[] Face)> Faces { get; } = [];

    public string OldKey => Path.Combine(_folder, "old.key");

    public string NewKey => Path.Combine(_folder, "new.key");

    string[] Location => _server is null ? ["--Store:Directory", _folder]
        : ["--Store:Directory", _folder, "--Store:Provider", "PostgreSql", "--Store:ConnectionString", $"{_server};Database={_name}"];

    public string[] With(string key) => [.. Location, "--Store:MasterKeyFile", key];

    /// <param name="engine">"Sqlite" or "PostgreSql".</param>
    public static async Task<RotatedDatabase> MakeAsync(string engine)
    {
        var database = new RotatedDatabase(engine == "Sqlite" ? null : Require.Postgres());
        if (database._server is not null) await database.OnServerAsync($"CREATE DATABASE {database._name}");
        await File.WriteAllTextAsync(database.OldKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return database;
    }

    public async Task FillAsync(int people, int others)
    {
        await using var node = await StoreNode.StartAsync(With(OldKey));
        for (var i = 0; i < people; i++) await EnrolAsync(node);
        for (var i = 0; i < others; i++)
        {
            var now = DateTimeOffset.UtcNow;
            _sessions.Add(Guid.CreateVersion7());
            await node.Sessions.CreateAsync(
                new(_sessions[^1], Owner, SessionPurpose.Identify, null, "nonce-nonce", "blink", default, now, now.AddHours(1)), default);
            await node.Audit.AppendAsync(new(now, "test.entry", "test"), default);
            _entries++;
        }
    }

    public async Task EnrolAsync(StoreNode node)
    {
        var face = Unit();
        var subject = (await node.Subjects.GetOrCreateAsync(Owner, $"person {Guid.NewGuid():N}", default)).Id;
        await node.Templates.AddAsync(subject, [new(Model, face, 0.5f)], default);
        lock (Faces) Faces.Add((subject, face));
    }

    /// <summary>Fails unless this one verifies and is found first, once.</summary>
    public static async Task CheckAsync(StoreNode node, (Guid Subject, float[] Face) one)
    {
        using var set = await node.Templates.LoadAsync(one.Subject, Model, default);
        Assert.NotNull(set);
        Assert.Equal(1f, set.BestSimilarity(one.Face), 1e-4f);
        var found = await node.Templates.NearestAsync(Owner, Model, one.Face, 5, default);
        Assert.Equal(one.Subject, found[0].SubjectId);
        Assert.Equal(found.Count, found.Select(match => match.SubjectId).Distinct().Count());
    }

    /// <summary>Fails unless everybody and everything is there and holds.</summary>
    public async Task CheckAllAsync(StoreNode node)
    {
        foreach (var one in Faces) await CheckAsync(node, one);
        foreach (var session in _sessions) Assert.NotNull(await node.Sessions.FindAsync(session, default));
        Assert.Equal(_entries, (await node.Audit.RecentAsync("test", 1000, default)).Count);
        Assert.DoesNotContain(await node.Audit.RecentAsync(null, 1000, default), entry => entry.Action == "store.row_altered");
    }

    /// <summary>How many rows of these tables are as <paramref name="condition"/> says.</summary>
    public async Task<long> CountAsync(string condition, params string[] tables)
    {
        await using DbConnection connection = _server is null
            ? new SqliteConnection($"Data Source={Path.Combine(_folder, "faceauth.db")}")
            : new NpgsqlConnection($"{_server};Database={_name}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own
        command.CommandText =
            $"SELECT {string.Join(" + ", tables.Select(table => $"(SELECT count(*) FROM \"{table}\" WHERE {condition})"))}";
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(), null);
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (_server is not null) await OnServerAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    float[] Unit()
    {
        lock (_random)
        {
            var vector = Enumerable.Range(0, Dimension).Select(_ => _random.NextSingle() - 0.5f).ToArray();
            var norm = MathF.Sqrt(vector.Sum(number => number * number));
            return [.. vector.Select(number => number / norm)];
        }
    }

    async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // the tests' own statements
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
