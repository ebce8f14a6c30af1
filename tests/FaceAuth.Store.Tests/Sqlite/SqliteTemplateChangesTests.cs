using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteTemplateChangesTests : TemplateChangesContract
{
    public override async ValueTask InitializeAsync()
    {
        First = await SqliteStore.OpenAsync();
        Second = await SqliteStore.OpenAsync(First.Folder);
    }
}
