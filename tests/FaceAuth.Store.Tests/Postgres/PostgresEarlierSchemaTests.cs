using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresEarlierSchemaTests : EarlierSchemaContract
{
    PostgresDatabase? _database;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    private protected override async Task<StoreUnderTest> OpenAsync() =>
        await PostgresStore.OpenAsync(_database ??= await PostgresDatabase.CreateAsync());
}
