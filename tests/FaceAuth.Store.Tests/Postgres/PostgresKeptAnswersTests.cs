using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresKeptAnswersTests : KeptAnswersContract
{
    PostgresDatabase? _database;

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        Store = await PostgresStore.OpenAsync(_database, ("WebhookQueue", "4"));
        OtherNode = await PostgresStore.OpenAsync(_database, ("WebhookQueue", "4"));
    }

    public override async ValueTask DisposeAsync()
    {
        if (OtherNode is not null) await OtherNode.DisposeAsync();
        if (Store is not null) await Store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
