using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteNodeStoreTests : NodeStoreContract
{
    readonly string _folder = SqliteStore.NewFolder();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override async Task<StoreUnderTest> OpenStoreAsync() => await SqliteStore.OpenAsync(_folder);
}
