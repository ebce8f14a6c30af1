using FaceAuth.Store.Relational;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Postgres;

public sealed class PostgresTemplateChangesTests : TemplateChangesContract
{
    PostgresDatabase? _database;

    [Fact]
    public async Task A_change_that_is_committed_after_a_later_one_was_seen_is_not_missed()
    {
        await EnrolAsync(First, "anna");
        var probe = Random(new Random(2));
        await SearchAsync(Second, probe);

        using var written = new SemaphoreSlim(0);
        using var commit = new SemaphoreSlim(0);
        var bob = (await First.Subjects.GetOrCreateAsync("rp:1", "bob", Cancellation)).Id;
        var earlier = First.Get<StoreDatabase>().WriteAsync(async context =>
        {
            context.Changes.Add(new() { Owner = "rp:1", SubjectId = bob });
            await context.SaveChangesAsync(Cancellation);
            written.Release();
            await commit.WaitAsync(Cancellation);
            return true;
        }, Cancellation);
        await written.WaitAsync(Cancellation);
        await EnrolAsync(First, "cesar");
        await CatchUpAsync(Second);
        Assert.Equal(2, IndexOf(Second).Count);

        // only the earlier change, which is still to be committed, tells of this
        await First.Templates.AddAsync(bob, [Template(probe)], Cancellation);
        await First.QueryAsync(context => context.Changes.Where(c => c.SubjectId == bob).ExecuteDeleteAsync(Cancellation));
        await CatchUpAsync(Second);
        Assert.Equal(2, IndexOf(Second).Count);
        commit.Release();
        await earlier;
        await CatchUpAsync(Second);

        Assert.Equal(bob, (await SearchAsync(Second, probe))[0].SubjectId);
    }

    public override async ValueTask InitializeAsync()
    {
        _database = await PostgresDatabase.CreateAsync();
        First = await PostgresStore.OpenAsync(_database);
        Second = await PostgresStore.OpenAsync(_database);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }
}
