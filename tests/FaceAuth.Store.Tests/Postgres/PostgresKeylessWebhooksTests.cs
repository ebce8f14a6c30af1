using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresKeylessWebhooksTests : KeylessWebhooksContract
{
    PostgresDatabase? _database;

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        Store = await PostgresStore.OpenAsync(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Store is not null) await Store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
