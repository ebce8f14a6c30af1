using System.Diagnostics.CodeAnalysis;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>The tests of several nodes share one set of three, with nginx in front, and run one after another.</summary>
[CollectionDefinition("nodes", DisableParallelization = true)]
public sealed class NodesCollection : ICollectionFixture<NodeSet>;

/// <summary>Three nodes on the real PostgreSQL and Redis that eng/services starts.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class NodeSet : IAsyncLifetime
{
    NodeDatabase? _database;
    NodeServer[] _nodes = [];
    Nginx? _nginx;

    internal NodeDatabase Database => _database ?? throw Missing();

    /// <summary>Migrations that the database had when the nodes began.</summary>
    internal long Migrations { get; private set; }

    internal NodeServer A => Database is not null ? _nodes[0] : throw Missing();

    internal NodeServer B => Database is not null ? _nodes[1] : throw Missing();

    internal NodeServer C => Database is not null ? _nodes[2] : throw Missing();

    internal IReadOnlyList<NodeServer> All => Database is not null ? _nodes : throw Missing();

    /// <summary>In front of all three, without stickiness.</summary>
    internal Nginx Nginx => _nginx ?? throw Missing();

    /// <summary>The node that runs a session.</summary>
    internal NodeServer OwnerOf(Guid session) =>
        All.Single(node => node.Log.Contains($"Session {session} began", StringComparison.Ordinal));

    /// <summary>Brings up what another test left down, so that one that fails fails alone.</summary>
    internal async Task WholeAsync()
    {
        if (_database is null) return;
        foreach (var node in _nodes)
        {
            node.Postgres.Join();
            node.Redis.Join();
        }

        await Task.WhenAll(_nodes.Select(node => node.BackAsync()));
    }

    public async ValueTask InitializeAsync()
    {
        // where they are missing the tests say so, or fail in CI
        if (Environment.GetEnvironmentVariable("FACEAUTH_POSTGRES") is not { Length: > 0 }
            || Environment.GetEnvironmentVariable("FACEAUTH_REDIS") is not { Length: > 0 }) return;
        _database = await NodeDatabase.CreateAsync();
        await _database.GoBackAsync();   // so that the three also upgrade it, all at once
        Migrations = await _database.MigrationsAsync();
        var redis = int.Parse(Require.Redis().Split(':', ',')[1], System.Globalization.CultureInfo.InvariantCulture);
        _nodes = [new(_database, redis), new(_database, redis), new(_database, redis)];
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
        _nginx = await Nginx.StartAsync(_nodes, _database.ApiKey);
    }

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null) await _nginx.DisposeAsync();
        foreach (var node in _nodes) await node.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    static InvalidOperationException Missing()
    {
        Require.Postgres();
        Require.Redis();
        return new InvalidOperationException("The nodes did not start.");
    }
}
