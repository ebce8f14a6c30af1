using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteFullDiskTests : FullDiskContract
{
    private protected override async Task<StoreUnderTest> OpenAsync(SmallDisk disk) => await SqliteStore.OpenAsync(disk.DataFolder);

    // an emptied log has no room left over from before
    private protected override Task TightenAsync(StoreUnderTest store) =>
        store.QueryAsync(context => context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
}
