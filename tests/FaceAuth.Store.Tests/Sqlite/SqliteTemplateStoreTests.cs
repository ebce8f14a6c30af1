using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteTemplateStoreTests : TemplateStoreContract
{
    SqliteStore? _store;

    protected override ITemplateStore Templates => _store!.Templates;

    protected override ISubjectStore Subjects => _store!.Subjects;

    protected override void PassTime() => _store!.Clock.Advance(TimeSpan.FromSeconds(1));

    public override async ValueTask InitializeAsync() => _store = await SqliteStore.OpenAsync(null, ("TemplatesPerSubject", "4"));

    public override ValueTask DisposeAsync() => _store!.DisposeAsync();
}
