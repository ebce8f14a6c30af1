using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresSessionStoreTests : SessionStoreContract
{
    PostgresDatabase? _database;
    PostgresStore? _store;
    PostgresStore? _other;

    protected override ISessionStore Sessions => _store!.Sessions;

    protected override ISessionStore OtherNode => _other!.Sessions;

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _store = await PostgresStore.OpenAsync(_database);
        _other = await PostgresStore.OpenAsync(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_other is not null) await _other.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
