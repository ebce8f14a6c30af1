using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteGalleryLoadTests : GalleryLoadContract
{
    private protected override async Task<StoreUnderTest> OpenAsync() => await SqliteStore.OpenAsync();
}
