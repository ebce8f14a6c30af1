using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqlitePasswordAttemptsTests : PasswordAttemptsContract
{
    SqliteStore? _store;

    private protected override StoreUnderTest Store => _store!;

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();

    protected override async Task OpenAsync() => _store = await SqliteStore.OpenAsync();
}
