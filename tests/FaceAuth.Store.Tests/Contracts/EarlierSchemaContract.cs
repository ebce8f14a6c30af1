using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Integrity;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>A database of each earlier version is opened by this one, on every engine.</summary>
public abstract class EarlierSchemaContract : IAsyncLifetime
{
    const string Owner = "rp:1";

    readonly Random _random = new(13);
    readonly List<(Guid Subject, float[] Face)> _people = [];
    StoreUnderTest? _store;
    int _entries;

    [Fact]
    public async Task From_every_one_a_start_brings_it_up_to_date_and_loses_nothing()
    {
        _store = await OpenAsync();
        var schemas = await EarlierSchema.AllAsync(_store);
        var session = await SessionAsync(_store);
        var key = (await _store.Parties.IssueKeyAsync("bank", Cancellation)).ApiKey;
        for (var i = 0; i < 3; i++) await UseAsync(_store);
        Assert.InRange(schemas.Count, 6, int.MaxValue);

        foreach (var schema in schemas)
        {
            await EarlierSchema.MakeAsync(_store, schema);
            Assert.Contains(schema, (await _store.Initializer.LookAsync(Cancellation)).Applied);
            Assert.NotEmpty((await _store.Initializer.LookAsync(Cancellation)).Pending);
            await _store.DisposeAsync();

            _store = await OpenAsync();

            Assert.Empty((await _store.Initializer.LookAsync(Cancellation)).Pending);
            await UseAsync(_store);
            await AssertWholeAsync(_store, session);
            Assert.NotNull(await _store.Parties.AuthenticateAsync(key, Cancellation));
        }
    }

    public ValueTask InitializeAsync() => default;

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the one database, with the one key.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync();

    async Task UseAsync(StoreUnderTest store)
    {
        var face = Random(_random);
        var subject = (await store.Subjects.GetOrCreateAsync(Owner, $"person {_people.Count}", Cancellation)).Id;
        await store.Templates.AddAsync(subject, [Template(face)], Cancellation);
        _people.Add((subject, face));
        await store.Audit.AppendAsync(new(store.Clock.GetUtcNow(), "used", "test"), Cancellation);
        _entries++;
    }

    async Task AssertWholeAsync(StoreUnderTest store, Guid session)
    {
        foreach (var (subject, face) in _people)
        {
            using var set = await store.Templates.LoadAsync(subject, Model, Cancellation);
            Assert.Equal(1f, set!.BestSimilarity(face), 1e-5f);
            Assert.Equal(subject, (await store.Templates.NearestAsync(Owner, Model, face, 1, Cancellation))[0].SubjectId);
        }

        Assert.NotNull(await store.Sessions.FindAsync(session, Cancellation));
        Assert.Equal(_entries, (await store.Audit.RecentAsync("test", 100, Cancellation)).Count);
        Assert.All(await store.Get<IAuditChain>().VerifyAsync(Cancellation), chain => Assert.Null(chain.Fault));
        var health = await store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal((HealthStatus.Healthy, null), (health.Status, health.Entries["store"].Description));
    }

    static async Task<Guid> SessionAsync(StoreUnderTest store)
    {
        var (id, now) = (Guid.NewGuid(), store.Clock.GetUtcNow());
        await store.Sessions.CreateAsync(
            new(id, Owner, SessionPurpose.Identify, null, "nonce-nonce", "blink", default, now, now.AddMinutes(1)), Cancellation);
        return id;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
