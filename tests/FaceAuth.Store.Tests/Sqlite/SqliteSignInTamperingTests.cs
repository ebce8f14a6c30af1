using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteSignInTamperingTests : SignInTamperingContract
{
    readonly string _folder = SqliteStore.NewFolder();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override async Task<StoreUnderTest> OpenAsync() => await SqliteStore.OpenAsync(_folder);
}
