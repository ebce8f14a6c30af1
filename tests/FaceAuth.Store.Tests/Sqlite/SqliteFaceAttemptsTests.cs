using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteFaceAttemptsTests : FaceAttemptsContract
{
    SqliteStore? _store;

    private protected override async Task<StoreUnderTest> OpenAsync() => _store = await SqliteStore.OpenAsync();

    private protected override async Task<StoreUnderTest> AgainAsync() => await SqliteStore.OpenAsync(_store!.Folder);

    private protected override ValueTask CloseAsync() => default;
}
