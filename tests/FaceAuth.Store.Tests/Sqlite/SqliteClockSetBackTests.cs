using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteClockSetBackTests : ClockSetBackContract
{
    private protected override async Task<StoreUnderTest> OpenAsync(StoreUnderTest? first) =>
        await SqliteStore.OpenAsync(first?.Folder, Settings);
}
