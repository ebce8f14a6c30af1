using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>The search by the database's index, which is asked however few templates there are.</summary>
public sealed class HnswTemplateStoreTests : TemplateStoreContract
{
    PostgresDatabase? _database;
    PostgresStore? _store;

    protected override ITemplateStore Templates => _store!.Templates;

    protected override ISubjectStore Subjects => _store!.Subjects;

    protected override void PassTime() => _store!.Clock.Advance(TimeSpan.FromSeconds(1));

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        _store = await HnswStore.OpenAsync(_database, ("TemplatesPerSubject", "4"));
    }

    public override async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
