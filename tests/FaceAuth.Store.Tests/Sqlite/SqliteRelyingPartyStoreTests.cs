using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteRelyingPartyStoreTests : RelyingPartyStoreContract
{
    SqliteStore? _store;

    protected override IRelyingPartyStore Parties => _store!.Parties;

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
