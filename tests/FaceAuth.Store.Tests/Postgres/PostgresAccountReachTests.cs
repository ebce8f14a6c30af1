using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresAccountReachTests : AccountReachContract
{
    PostgresDatabase? _database;
    PostgresStore? _store;

    private protected override StoreUnderTest Store => _store!;

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _store = await PostgresStore.OpenAsync(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
