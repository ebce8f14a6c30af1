using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteUsedQuestionsTests : UsedQuestionsContract
{
    public override async ValueTask InitializeAsync()
    {
        Store = await SqliteStore.OpenAsync();
        OtherNode = await SqliteStore.OpenAsync(Store.Folder);
    }

    public override async ValueTask DisposeAsync()
    {
        await OtherNode.DisposeAsync();
        await Store.DisposeAsync();
    }
}
