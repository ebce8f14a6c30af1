using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteEndedMakersTests : EndedMakersContract
{
    SqliteStore? _store;

    private protected override StoreUnderTest Store => _store!;

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
