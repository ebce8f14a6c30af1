using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteKeptAnswersTests : KeptAnswersContract
{
    public override async ValueTask InitializeAsync()
    {
        Store = await SqliteStore.OpenAsync(null, ("WebhookQueue", "4"));
        OtherNode = await SqliteStore.OpenAsync(Store.Folder, ("WebhookQueue", "4"));
    }

    public override async ValueTask DisposeAsync()
    {
        await OtherNode.DisposeAsync();
        await Store.DisposeAsync();
    }
}
