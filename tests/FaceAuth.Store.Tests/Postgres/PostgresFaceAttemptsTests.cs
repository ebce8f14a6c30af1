using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresFaceAttemptsTests : FaceAttemptsContract
{
    PostgresDatabase? _database;

    private protected override async Task<StoreUnderTest> OpenAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        return await PostgresStore.OpenAsync(_database);
    }

    private protected override async Task<StoreUnderTest> AgainAsync() => await PostgresStore.OpenAsync(_database!);

    private protected override ValueTask CloseAsync() => _database?.DisposeAsync() ?? default;
}
