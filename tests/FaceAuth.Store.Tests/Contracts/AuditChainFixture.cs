using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>A store with an audit whose chain is tested; other nodes may be opened on its database.</summary>
public abstract class AuditChainFixture : IAsyncLifetime
{
    StoreUnderTest? _store;

    private protected StoreUnderTest Store => _store!;

    /// <summary>One more node on the same database.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync(string node);

    public async ValueTask InitializeAsync()
    {
        await PrepareAsync();
        _store = await OpenAsync("one");
    }

    public async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database.</summary>
    private protected abstract Task PrepareAsync();

    private protected abstract Task RemoveAsync();

    private protected async Task SignedTenAsync()
    {
        await AppendAsync(5);
        await SignAsync();
        await AppendAsync(3);
        await SignAsync();
        await AppendAsync(2);
    }

    private protected async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Store.Audit.AppendAsync(Entry("session.rejected") with
            {
                SessionId = Guid.NewGuid(),
                Decision = new("rejected", ["spoof"], ["embedder"], "standard@1"),
                Origin = new("203.0.113.7", "Agent"),
            }, Cancellation);
    }

    private protected AuditEntry Entry(string action) => new(Store.Clock.GetUtcNow(), action, "rp:1", Details: """{"similarity":0.3}""");

    private protected Task SignAsync() => Store.Get<AuditCheckpoints>().SignAllAsync(Cancellation);

    private protected Task<IReadOnlyList<AuditChainReport>> VerifyAsync() => Store.Get<IAuditChain>().VerifyAsync(Cancellation);

    private protected async Task<AuditChainReport> OneAsync() => Assert.Single(await VerifyAsync());

#pragma warning disable EF1002 // the tests' own
    private protected Task<int> SqlAsync(string sql) => Store.QueryAsync(
        c => c.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));
#pragma warning restore EF1002

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
