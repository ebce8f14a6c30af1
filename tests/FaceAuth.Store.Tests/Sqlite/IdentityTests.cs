using FaceAuth.Store.Tests.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class IdentityTests : AccountsContract
{
    SqliteStore? _store;

    private protected override StoreUnderTest Store => _store!;

    [Fact]
    public async Task No_host_option_of_Identity_asks_for_tables_that_are_not_there()
    {
        Assert.False(await Store.QueryAsync(context => Task.FromResult(context.Database.HasPendingModelChanges())));
    }

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
