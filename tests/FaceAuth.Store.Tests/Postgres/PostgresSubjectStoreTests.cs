using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresSubjectStoreTests : SubjectStoreContract
{
    PostgresDatabase? _database;
    PostgresStore? _store;

    protected override ISubjectStore Subjects => _store!.Subjects;

    protected override ITemplateStore Templates => _store!.Templates;

    protected override ISessionStore Sessions => _store!.Sessions;

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _store = await PostgresStore.OpenAsync(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
