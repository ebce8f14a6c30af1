using FaceAuth.Store.Copying;
using FaceAuth.Store.Protection;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Copying;

/// <summary>No table is left behind by a copy or by a new master key; a new one that this does not fill fails here.</summary>
public sealed class WholeStoreTests : IAsyncLifetime
{
    readonly WholeStore _whole = new();
    PostgresDatabase _database = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_table_comes_over_and_holds_there(bool back)
    {
        await using var source = await OpenAsync(onPostgres: back);
        await _whole.FillAsync(source);
        var key = ("MasterKeyFile", await RotateAsync(source));
        var counts = await WholeStore.AssertFullAsync(source);
        counts["Changes"] = 0;   // news for indexes in memory, of which a copy has none

        await using var target = back ? (StoreUnderTest)SqliteStore.Build(null, key)
            : new PostgresStore(null, _database.ConnectionString, key);
        await StoreCopy.RunAsync(source.Services, target.Services, _ => { }, Cancellation);

        Assert.Equal(counts, await WholeStore.CountsAsync(target));
        target.Clock.SetUtcNow(source.Clock.GetUtcNow());
        await target.Initializer.InitializeAsync(Cancellation);
        await _whole.AssertHoldsAsync(target);
        // which looks at every authenticator, and names what does not hold
        await RotateAsync(target);
        await WholeStore.AssertPresentAsync(target);
        await WholeStore.AssertNoneAlteredAsync(target);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_table_comes_along_to_a_new_master_key(bool onPostgres)
    {
        await using var store = await OpenAsync(onPostgres);
        await _whole.FillAsync(store);

        await RotateAsync(store);

        await WholeStore.AssertFullAsync(store);
        await WholeStore.AssertPresentAsync(store);
        await _whole.AssertHoldsAsync(store);
    }

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    (string, string) Key => ("MasterKey", _database.MasterKey);

    async Task<StoreUnderTest> OpenAsync(bool onPostgres) =>
        onPostgres ? await PostgresStore.OpenAsync(_database) : await SqliteStore.OpenAsync(null, Key);

    static async Task<string> RotateAsync(StoreUnderTest store)
    {
        var file = Path.Combine(store.Folder, "new.key");
        Assert.True(await store.Get<MasterRotation>().RunAsync(new(file, null), (_, _) => { }, Cancellation, TimeSpan.Zero));
        return file;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
