using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteSubjectStoreTests : SubjectStoreContract
{
    SqliteStore? _store;

    protected override ISubjectStore Subjects => _store!.Subjects;

    protected override ITemplateStore Templates => _store!.Templates;

    protected override ISessionStore Sessions => _store!.Sessions;

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync();

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
