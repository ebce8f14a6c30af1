using FaceAuth.Store.Protection;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class TransformRenewalTests : IDisposable
{
    readonly string _folder = SqliteStore.NewFolder();
    readonly Random _random = new(21);

    [Fact]
    public async Task A_new_generation_compares_as_before_and_the_old_vectors_match_nothing()
    {
        var faces = await EnrolAsync(300);
        List<byte[]> before;
        await using (var old = await SqliteStore.OpenAsync(_folder))
            before = await old.QueryAsync(c => c.Templates.OrderBy(t => t.Id).Select(t => t.Protected).ToListAsync(Cancellation));

        await using var store = await SqliteStore.OpenAsync(_folder, ("TransformGeneration", "2"));

        var after = await store.QueryAsync(c => c.Templates.OrderBy(t => t.Id).ToListAsync(Cancellation));
        Assert.All(after, row => Assert.Equal(2, row.Generation));
        Assert.All(before.Zip(after), pair =>
            Assert.InRange(Math.Abs(Similarity(Floats(pair.First), Floats(pair.Second.Protected))), 0, 0.6f));
        foreach (var (subject, face) in faces)
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        }

        Assert.Equal(faces[7].Subject, (await store.Templates.NearestAsync("rp:1", Model, faces[7].Face, 1, Cancellation))[0].SubjectId);
        Assert.Contains(
            store.Log.Lines,
            line => line.Contains("Renewed the templates of 300 subjects to transform generation 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_template_whose_original_was_changed_is_named_and_never_used_again()
    {
        var faces = await EnrolAsync(3);
        await using (var old = await SqliteStore.OpenAsync(_folder))
            await old.QueryAsync(c => c.Database.ExecuteSqlAsync(
                $"UPDATE Templates SET Sealed = zeroblob(length(Sealed)) WHERE SubjectId = {faces[1].Subject}", Cancellation));

        await using var store = await SqliteStore.OpenAsync(_folder, ("TransformGeneration", "2"));

        Assert.NotNull(await store.Templates.LoadAsync(faces[0].Subject, Model, Cancellation));
        Assert.Null(await store.Templates.LoadAsync(faces[1].Subject, Model, Cancellation));
        Assert.NotNull(await store.Templates.LoadAsync(faces[2].Subject, Model, Cancellation));
        Assert.DoesNotContain(
            await store.Templates.NearestAsync("rp:1", Model, faces[1].Face, 3, Cancellation), m => m.SubjectId == faces[1].Subject);
        Assert.Single(store.Log.Lines, line => line.Contains("does not open under its subject's key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_knows_an_older_generation_only_does_not_bring_it_back()
    {
        var (subject, face) = (await EnrolAsync(1))[0];
        await using var server = await SqliteStore.OpenAsync(_folder, ("TransformGeneration", "2"));

        // a command beside it, without the server's settings: it goes by what the database says
        await using var command = await SqliteStore.OpenAsync(_folder);
        var other = (await command.Subjects.GetOrCreateAsync("rp:1", "of the command", Cancellation)).Id;
        await command.Templates.AddAsync(other, [Template(Random(_random))], Cancellation);

        Assert.Equal([2, 2], await server.QueryAsync(c => c.Templates.Select(t => t.Generation).ToListAsync(Cancellation)));
        foreach (var store in (SqliteStore[])[server, command])
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        }
    }

    [Fact]
    public async Task A_state_put_back_to_an_older_generation_is_told_by_the_templates_themselves()
    {
        var (subject, face) = (await EnrolAsync(1))[0];
        List<object> before;
        await using (var old = await SqliteStore.OpenAsync(_folder))
            before = [await old.QueryAsync(c => c.Info.Select(i => i.StateAuthenticator).SingleAsync(Cancellation))];
        await using (await SqliteStore.OpenAsync(_folder, ("TransformGeneration", "2")))
        {
        }

        await using (var attacker = SqliteStore.Build(_folder))
            await attacker.QueryAsync(c => c.Database.ExecuteSqlRawAsync(
                "UPDATE StoreInfo SET Generation = 1, OldestGeneration = 1, StateAuthenticator = {0}", before, Cancellation));
        await using var store = await SqliteStore.OpenAsync(_folder);

        Assert.Equal(2, await store.QueryAsync(c => c.Info.Select(i => i.Generation).SingleAsync(Cancellation)));
        using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
        Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
    }

    [Fact]
    public async Task The_sealed_original_is_the_vector_that_was_handed_in()
    {
        var (subject, face) = (await EnrolAsync(1))[0];
        await using var store = await SqliteStore.OpenAsync(_folder);
        var row = await store.QueryAsync(c => c.Templates.Include(t => t.Subject).SingleAsync(Cancellation));
        var (key, opened) = (new byte[32], new float[face.Length]);

        Assert.True(store.Get<TemplateKeys>().TryUnwrap(subject, row.Subject!.WrappedKey, key));
        Assert.True(SealedVector.TryOpen(key, new(subject, row.Id, Model), row.Sealed, opened));

        Assert.Equal(face, opened);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task<List<(Guid Subject, float[] Face)>> EnrolAsync(int count)
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        var faces = new List<(Guid, float[])>();
        for (var i = 0; i < count; i++)
        {
            var face = Random(_random);
            var subject = (await store.Subjects.GetOrCreateAsync("rp:1", $"person {i}", Cancellation)).Id;
            await store.Templates.AddAsync(subject, [Template(face)], Cancellation);
            faces.Add((subject, face));
        }

        return faces;
    }

    static float[] Floats(byte[] bytes)
    {
        var floats = new float[bytes.Length / sizeof(float)];
        Buffer.BlockCopy(bytes, 0, floats, 0, bytes.Length);
        return floats;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
