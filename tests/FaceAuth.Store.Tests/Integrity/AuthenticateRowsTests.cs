using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Integrity;

/// <summary>A database of a version whose rows had no authenticators, opened by this one.</summary>
public sealed class AuthenticateRowsTests : IDisposable
{
    readonly string _folder = SqliteStore.NewFolder();
    readonly Random _random = new(5);

    [Fact]
    public async Task Everything_in_it_goes_on_as_before()
    {
        var (faces, session) = await OldAsync(300);

        await using var store = await SqliteStore.OpenAsync(_folder);

        foreach (var (subject, face) in faces)
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        }

        Assert.Equal(faces[7].Subject, (await store.Templates.NearestAsync("rp:1", Model, faces[7].Face, 1, Cancellation))[0].SubjectId);
        Assert.NotNull(await store.Sessions.FindAsync(session, Cancellation));
        Assert.Equal("subject.enrolled", Assert.Single(await store.Audit.RecentAsync(null, 10, Cancellation)).Action);
        Assert.Contains(store.Log.Lines, line => line.Contains("Gave 300 templates, 1 sessions and 1 audit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Protected = zeroblob(512)")]
    [InlineData("Protected = x''")]
    [InlineData("Sealed = zeroblob(length(Sealed))")]
    [InlineData("Sealed = x''")]
    [InlineData("ModelId = 'another-model'")]
    [InlineData("Dimension = 1000000000")]
    [InlineData("SubjectId = (SELECT Id FROM Subjects WHERE ExternalId = 'person 1')")]
    public async Task A_template_that_its_sealed_original_does_not_prove_is_not_taken(string altered)
    {
        var (faces, _) = await OldAsync(
            3, $"UPDATE Templates SET {altered} WHERE SubjectId = (SELECT Id FROM Subjects WHERE ExternalId = 'person 0')");

        await using var store = await SqliteStore.OpenAsync(_folder);

        Assert.Null(await store.Templates.LoadAsync(faces[0].Subject, Model, Cancellation));
        using var other = await store.Templates.LoadAsync(faces[1].Subject, Model, Cancellation);
        Assert.Equal(1, other!.Count);
        Assert.Equal("store.row_altered", (await store.Audit.RecentAsync(null, 1, Cancellation))[0].Action);
    }

    [Fact]
    public async Task It_happens_once_so_that_a_row_without_one_is_never_believed_again()
    {
        await OldAsync(2);
        await using (await SqliteStore.OpenAsync(_folder))
        {
        }

        await SqlAsync("UPDATE Templates SET Authenticator = x''; UPDATE Sessions SET Authenticator = x''");
        await using var store = await SqliteStore.OpenAsync(_folder);

        Assert.Empty(await store.Templates.NearestAsync("rp:1", Model, Random(_random), 2, Cancellation));
    }

    [Fact]
    public async Task Half_of_it_done_when_a_process_died_the_next_does_the_rest()
    {
        var (faces, _) = await OldAsync(4);
        await using (var store = await SqliteStore.OpenAsync(_folder))
        {
            var done = await store.QueryAsync(c => c.Templates.OrderBy(t => t.Id).Take(2)
                .Select(t => t.Authenticator).ToListAsync(Cancellation));
            Assert.All(done, authenticator => Assert.Equal(32, authenticator.Length));
            await OldDatabase.MakeMigratedAsync(store);
            await store.QueryAsync(c => c.Templates.OrderBy(t => t.Id).Take(1)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Authenticator, done[0]), Cancellation));
        }

        await using var next = await SqliteStore.OpenAsync(_folder);

        foreach (var (subject, _) in faces) Assert.NotNull(await next.Templates.LoadAsync(subject, Model, Cancellation));
    }

    [Fact]
    public async Task It_and_a_new_transform_at_one_start_lose_nothing()
    {
        var (faces, _) = await OldAsync(3);

        await using var store = await SqliteStore.OpenAsync(_folder, ("TransformGeneration", "2"));

        foreach (var (subject, face) in faces)
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    async Task<(List<(Guid Subject, float[] Face)> Faces, Guid Session)> OldAsync(int people, string? altered = null)
    {
        await using var store = await SqliteStore.OpenAsync(_folder);
        var faces = new List<(Guid, float[])>();
        for (var i = 0; i < people; i++)
        {
            var face = Random(_random);
            var subject = (await store.Subjects.GetOrCreateAsync("rp:1", $"person {i}", Cancellation)).Id;
            await store.Templates.AddAsync(subject, [Template(face)], Cancellation);
            faces.Add((subject, face));
        }

        var (session, now) = (Guid.NewGuid(), store.Clock.GetUtcNow());
        await store.Sessions.CreateAsync(
            new(session, "rp:1", SessionPurpose.Identify, null, "nonce-nonce", "blink", default, now, now.AddMinutes(1)), Cancellation);
        await store.Audit.AppendAsync(new(now, "subject.enrolled", "rp:1"), Cancellation);
        await OldDatabase.MakeAsync(store);
        if (altered is not null) await SqlAsync(altered, store);
        return (faces, session);
    }

    async Task SqlAsync(string sql)
    {
        await using var store = SqliteStore.Build(_folder);
        await SqlAsync(sql, store);
    }

#pragma warning disable EF1002 // the tests' own
    static Task<int> SqlAsync(string sql, SqliteStore store) =>
        store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
