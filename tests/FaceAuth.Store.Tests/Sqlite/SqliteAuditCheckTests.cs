using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteAuditCheckTests : AuditCheckContract
{
    readonly string _folder = SqliteStore.NewFolder();

    private protected override async Task<StoreUnderTest> OpenAsync(string node) => await SqliteStore.OpenAsync(_folder, ("Node", node));

    private protected override Task PrepareAsync() => Task.CompletedTask;

    private protected override Task RemoveAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
