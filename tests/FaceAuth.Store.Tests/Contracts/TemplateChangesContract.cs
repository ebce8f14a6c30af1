using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using FaceAuth.Store.Search;
using FaceAuth.Store.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Two processes on one database: what one commits, the other's searches follow.</summary>
public abstract class TemplateChangesContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(11);

    private protected StoreUnderTest First { get; set; } = null!;

    private protected StoreUnderTest Second { get; set; } = null!;

    [Fact]
    public async Task Who_is_enrolled_by_another_process_is_found_and_who_is_erased_is_not()
    {
        await EnrolAsync(First, "anna");
        await SearchAsync(Second, Random(_random));   // loads the index

        var (bob, face) = await EnrolAsync(First, "bob");
        await CatchUpAsync(Second);
        Assert.Equal(bob, (await SearchAsync(Second, face))[0].SubjectId);
        Assert.Equal(2, IndexOf(Second).Count);

        await First.Subjects.EraseAsync(bob, Cancellation);
        await CatchUpAsync(Second);
        Assert.Equal(1, IndexOf(Second).Count);
    }

    [Fact]
    public async Task A_running_host_follows_within_a_second_by_itself()
    {
        await EnrolAsync(First, "anna");
        await SearchAsync(Second, Random(_random));
        var watch = Second.Services.GetServices<IHostedService>().OfType<ChangeWatch>().Single();
        await watch.StartAsync(Cancellation);

        var (bob, face) = await EnrolAsync(First, "bob");
        Second.Clock.Advance(TimeSpan.FromSeconds(1));

        // the clock is the test's, the database's time is not
        while ((await SearchAsync(Second, face))[0].SubjectId != bob) await Task.Delay(20, Cancellation);
        await watch.StopAsync(Cancellation);
    }

    [Fact]
    public async Task While_both_enrol_and_erase_at_once_each_index_ends_as_the_database_is()
    {
        StoreUnderTest[] both = [First, Second];
        var subjects = new List<Guid>();
        for (var i = 0; i < 12; i++) subjects.Add((await EnrolAsync(First, $"s{i}")).Id);
        foreach (var store in both) await SearchAsync(store, Random(_random));
        using var done = new CancellationTokenSource();
        var following = both.Select(store => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await CatchUpAsync(store);
        })).ToArray();

        await Task.WhenAll(both.SelectMany(store => Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 25; i++)
            {
                var subject = subjects[random.Next(subjects.Count)];
                try
                {
                    if (random.Next(12) == 0) await store.Subjects.EraseAsync(subject, Cancellation);
                    else await store.Templates.AddAsync(subject, [Template(Random(random))], Cancellation);
                }
                catch (SubjectNotFoundException)
                {
                    // erased before
                }
            }
        }))));
        await done.CancelAsync();
        await Task.WhenAll(following);
        foreach (var store in both) await CatchUpAsync(store);

        var expected = await First.QueryAsync(context => context.Templates.CountAsync(Cancellation));
        Assert.Equal((expected, expected), (IndexOf(First).Count, IndexOf(Second).Count));
    }

    [Fact]
    public async Task After_more_changes_than_are_followed_the_index_is_loaded_anew()
    {
        await EnrolAsync(First, "anna");
        await SearchAsync(Second, Random(_random));
        var (bob, face) = await EnrolAsync(First, "bob");
        await First.QueryAsync(context =>
        {
            context.Changes.AddRange(Enumerable.Range(0, TemplateChanges.Most).Select(_ => new ChangeRow { Owner = "rp:other" }));
            return context.SaveChangesAsync(Cancellation);
        });

        await CatchUpAsync(Second);

        Assert.Empty(Second.Get<IndexCache>().Keys);
        Assert.Equal(bob, (await SearchAsync(Second, face))[0].SubjectId);
    }

    [Fact]
    public async Task A_template_that_is_gone_from_the_database_hides_nobody_behind_it()
    {
        var (anna, _) = await EnrolAsync(First, "anna");
        var (bob, face) = await EnrolAsync(First, "bob");
        Assert.Equal(bob, Assert.Single(await First.Templates.NearestAsync(Owner, Model, face, 1, Cancellation)).SubjectId);

        await First.QueryAsync(context => context.Templates.Where(t => t.SubjectId == bob).ExecuteDeleteAsync(Cancellation));

        Assert.Equal(anna, Assert.Single(await First.Templates.NearestAsync(Owner, Model, face, 1, Cancellation)).SubjectId);
    }

    [Fact]
    public async Task Of_the_changes_only_the_latest_are_kept()
    {
        await EnrolAsync(First, "anna");
        await SearchAsync(First, Random(_random));
        for (var i = 0; i < 15; i++)
        {
            await First.QueryAsync(context =>
            {
                context.Changes.AddRange(
                    Enumerable.Range(0, TemplateChanges.Most - 1).Select(_ => new ChangeRow { Owner = "rp:other" }));
                return context.SaveChangesAsync(Cancellation);
            });
            await CatchUpAsync(First);
        }

        var kept = await First.QueryAsync(context => context.Changes.CountAsync(Cancellation));
        Assert.InRange(kept, TemplateChanges.Kept, TemplateChanges.Kept + 2 * TemplateChanges.Most);
    }

    public abstract ValueTask InitializeAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Second is not null) await Second.DisposeAsync();
        if (First is not null) await First.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected static Task CatchUpAsync(StoreUnderTest store) => store.Get<TemplateChanges>().CatchUpAsync(Cancellation);

    private protected static ValueTask<IReadOnlyList<TemplateMatch>> SearchAsync(StoreUnderTest store, float[] probe) =>
        store.Templates.NearestAsync(Owner, Model, probe, 5, Cancellation);

    private protected async Task<(Guid Id, float[] Face)> EnrolAsync(StoreUnderTest store, string name)
    {
        var face = Random(_random);
        var id = (await store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;
        await store.Templates.AddAsync(id, [Template(face)], Cancellation);
        return (id, face);
    }

    private protected static CodeIndex IndexOf(StoreUnderTest store) => store.Get<IndexCache>().GetAsync(
        new(Owner, Model), () => throw new InvalidOperationException("It is not loaded."), _ => Task.CompletedTask, Cancellation)
        .AsTask().GetAwaiter().GetResult()!;
}
