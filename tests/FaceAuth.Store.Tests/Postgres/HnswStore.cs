using FaceAuth.Store.Contracts;
using FaceAuth.Testing;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

/// <summary>Stores that search by an HNSW index however few templates there are.</summary>
internal static class HnswStore
{
    /// <summary>With the index of the tests' model, in which another owner's template lies.</summary>
    public static async Task<PostgresStore> OpenAsync(PostgresDatabase database, params (string Name, string Value)[] settings)
    {
        var store = await PostgresStore.OpenAsync(database, [("SearchEngine", "PgVector"), ("SearchExactMost", "0"), .. settings]);
        var subject = await store.Subjects.GetOrCreateAsync("rp:first", "anybody", CancellationToken.None);
        await store.Templates.AddAsync(subject.Id, [Template(Random(new Random(1)))], CancellationToken.None);
        await store.Get<INearestIndexes>().BuildAsync(Model, 64, (_, _) => { }, CancellationToken.None);
        return store;
    }
}
