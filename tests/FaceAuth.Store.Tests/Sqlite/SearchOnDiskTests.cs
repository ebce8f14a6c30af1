using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SearchOnDiskTests
{
    [Fact]
    public async Task An_owner_too_large_for_memory_is_searched_on_disk_with_the_same_answers()
    {
        // 2500 × (512 + 36) bytes exceed 1 MiB
        await using var store = await SqliteStore.OpenAsync(null, ("SearchMemoryMiB", "1"), ("TemplatesPerSubject", "50"));
        var random = new Random(17);
        var people = new List<(Guid Id, float[][] Vectors)>();
        for (var i = 0; i < 50; i++)
        {
            var id = (await store.Subjects.GetOrCreateAsync("rp:1", $"person {i}", Cancellation)).Id;
            var vectors = Enumerable.Range(0, 50).Select(_ => Random(random, 512)).ToArray();
            await store.Templates.AddAsync(id, [.. vectors.Select(v => Template(v))], Cancellation);
            people.Add((id, vectors));
        }

        var probe = Near(people[33].Vectors[7], 0.5f, random);
        var found = await store.Templates.NearestAsync("rp:1", Model, probe, 5, Cancellation);

        var expected = people.Select(p => (p.Id, Best: p.Vectors.Max(v => Similarity(v, probe))))
            .OrderByDescending(p => p.Best).Take(5).ToArray();
        Assert.Equal(expected.Select(p => p.Id), found.Select(m => m.SubjectId));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Best, pair.Second.Similarity, 1e-5f));
        Assert.Contains(store.Log.Lines, line => line.Contains("exceeds Store:SearchMemoryMiB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Owners_take_turns_in_memory_that_does_not_hold_all_of_them()
    {
        await using var store = await SqliteStore.OpenAsync(null, ("SearchMemoryMiB", "1"), ("TemplatesPerSubject", "64"));
        var random = new Random(18);
        var owners = new List<(string Owner, Guid Subject, float[] Face)>();
        for (var i = 0; i < 6; i++)
        {
            // 512 × 548 bytes: three owners fit
            var owner = $"rp:{i}";
            var face = Random(random, 512);
            for (var person = 0; person < 8; person++)
            {
                var id = (await store.Subjects.GetOrCreateAsync(owner, $"person {person}", Cancellation)).Id;
                var templates = Enumerable.Range(0, 64).Select(_ => Template(Random(random, 512))).ToArray();
                if (person == 0) templates[0] = Template(face);
                await store.Templates.AddAsync(id, templates, Cancellation);
                if (person == 0) owners.Add((owner, id, face));
            }
        }

        for (var round = 0; round < 2; round++)
            foreach (var (owner, subject, face) in owners)
                Assert.Equal(subject, (await store.Templates.NearestAsync(owner, Model, face, 1, Cancellation))[0].SubjectId);

        // each of the twelve searches found its index gone
        Assert.Equal(12, store.Log.Lines.Count(line => line.Contains("Search index loaded", StringComparison.Ordinal)));
        Assert.DoesNotContain(store.Log.Lines, line => line.Contains("exceeds Store:SearchMemoryMiB", StringComparison.Ordinal));
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
