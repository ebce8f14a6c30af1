using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteListsTests : ListsContract
{
    public override async ValueTask InitializeAsync()
    {
        Store = await SqliteStore.OpenAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
    }
}
