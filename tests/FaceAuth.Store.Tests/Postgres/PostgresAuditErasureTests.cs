using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresAuditErasureTests : AuditErasureContract
{
    PostgresDatabase? _database;

    private protected override async Task<StoreUnderTest> OpenAsync(string node) =>
        await PostgresStore.OpenAsync(_database!, ("Node", node));

    private protected override async Task PrepareAsync() => _database = await PostgresDatabase.CreateAsync();

    private protected override async Task RemoveAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }
}
