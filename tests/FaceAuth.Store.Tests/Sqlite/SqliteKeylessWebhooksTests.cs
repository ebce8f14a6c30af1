using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteKeylessWebhooksTests : KeylessWebhooksContract
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
