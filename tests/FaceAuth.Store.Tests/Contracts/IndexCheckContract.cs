using FaceAuth.Store.Contracts;
using FaceAuth.Store.Search;
using Microsoft.EntityFrameworkCore;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What the check of the search indexes does on every engine.</summary>
public abstract class IndexCheckContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(13);
    StoreUnderTest _store = null!;

    [Fact]
    public async Task An_index_that_is_as_the_database_stays()
    {
        for (var i = 0; i < 5; i++) await EnrolAsync($"s{i}");
        await SearchAsync();

        var finding = Assert.Single(await CheckAsync());

        Assert.Equal(new IndexFinding(Model, false, 5, 0, 0), finding);
        Assert.Single(_store.Get<IndexCache>().Keys);
    }

    [Fact]
    public async Task An_index_with_too_few_and_too_many_is_dropped_and_loaded_anew()
    {
        for (var i = 0; i < 5; i++) await EnrolAsync($"s{i}");
        await SearchAsync();
        var key = new IndexKey(Owner, Model);
        var index = _store.Get<IndexCache>();
        index.Forget(key, [.. index.TemplatesOf(key)!.Take(2)]);
        index.Change(key, Guid.NewGuid(), [new(Guid.NewGuid(), Guid.NewGuid(), Random(_random), index.SpaceOf(key)!.Value)], []);

        var finding = Assert.Single(await CheckAsync());

        Assert.Equal((5, 2, 1, true), (finding.Templates, finding.Missing, finding.Extra, finding.Differs));
        Assert.Empty(index.Keys);
        Assert.Equal(5, (await SearchAsync()).Count);
        Assert.False(Assert.Single(await CheckAsync()).Differs);
    }

    [Fact]
    public async Task What_was_altered_in_the_database_is_rightly_not_in_the_index()
    {
        for (var i = 0; i < 3; i++) await EnrolAsync($"s{i}");
        await _store.QueryAsync(async context =>
        {
            var one = await context.Templates.Select(t => t.Id).FirstAsync(Cancellation);
            return await context.Templates.Where(t => t.Id == one)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Quality, 0.123f), Cancellation);
        });
        Assert.Equal(2, (await SearchAsync()).Count);

        Assert.False(Assert.Single(await CheckAsync()).Differs);
    }

    [Fact]
    public async Task Nothing_loaded_is_nothing_found()
    {
        await EnrolAsync("anna");

        Assert.Empty(await CheckAsync());
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    async Task<IReadOnlyList<IndexFinding>> CheckAsync() => await _store.Get<IIndexCheck>().CheckAsync((_, _) => { }, Cancellation);

    ValueTask<IReadOnlyList<TemplateMatch>> SearchAsync() =>
        _store.Templates.NearestAsync(Owner, Model, Random(_random), 10, Cancellation);

    async Task EnrolAsync(string name)
    {
        var id = (await _store.Subjects.GetOrCreateAsync(Owner, name, Cancellation)).Id;
        await _store.Templates.AddAsync(id, [Template(Random(_random))], Cancellation);
    }
}
