using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteAuditLogTests : AuditLogContract
{
    SqliteStore? _store;

    protected override IAuditLog Audit => _store!.Audit;

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
