using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteSessionStoreTests : SessionStoreContract
{
    SqliteStore? _store;
    SqliteStore? _other;

    protected override ISessionStore Sessions => _store!.Sessions;

    // with its own gate for writers, so that SQLite itself has to keep them apart
    protected override ISessionStore OtherNode => _other!.Sessions;

    public override async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync();
        _other = await SqliteStore.OpenAsync(_store.Folder);
    }

    public override async ValueTask DisposeAsync()
    {
        await _other!.DisposeAsync();
        await _store!.DisposeAsync();
    }
}
