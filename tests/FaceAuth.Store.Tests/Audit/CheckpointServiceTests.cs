using FaceAuth.Store.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FaceAuth.Store.Tests.Audit;

public sealed class CheckpointServiceTests : IAsyncLifetime
{
    SqliteStore _store = null!;
    CheckpointService _service = null!;

    [Fact]
    public async Task Signs_after_so_many_entries()
    {
        await AppendAsync(5);

        await SignedAsync(5);
    }

    [Fact]
    public async Task Signs_after_so_many_minutes_and_only_what_is_new()
    {
        await AppendAsync(2);
        await AdvanceAsync(2);
        await AppendAsync(1);
        await AdvanceAsync(3);
        _store.Clock.Advance(TimeSpan.FromMinutes(3));
        await _service.StoppedAsync(Cancellation);

        Assert.Equal([2, 3], await SignedAsync());
    }

    [Fact]
    public async Task Signs_what_is_left_when_the_host_has_stopped()
    {
        await AppendAsync(1);

        await _service.StoppedAsync(Cancellation);

        Assert.Equal([1], await SignedAsync());
        Assert.Contains(_store.Log.Lines, line => line.Contains("Audit of one signed through entry 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_start_signs_what_another_node_left()
    {
        await using (var gone = await SqliteStore.OpenAsync(_store.Folder, ("Node", "gone")))
            await gone.Audit.AppendAsync(new(gone.Clock.GetUtcNow(), "a", "system"), Cancellation);

        var next = ActivatorUtilities.CreateInstance<CheckpointService>(_store.Services);
        await next.StartedAsync(Cancellation);
        await next.StoppedAsync(Cancellation);
        next.Dispose();

        Assert.Equal("gone", await _store.QueryAsync(c => c.AuditCheckpoints.Select(one => one.Node).SingleAsync(Cancellation)));
    }

    [Fact]
    public async Task A_node_keeps_the_name_that_was_made_for_it()
    {
        await using var store = await SqliteStore.OpenAsync();
        await using var again = await SqliteStore.OpenAsync(store.Folder);
        await using var other = await SqliteStore.OpenAsync();

        Assert.Equal(store.Get<AuditNode>().Name, again.Get<AuditNode>().Name);
        Assert.NotEqual(store.Get<AuditNode>().Name, other.Get<AuditNode>().Name);
    }

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(null, ("Node", "one"), ("AuditCheckpointEntries", "5"), ("AuditCheckpointMinutes", "3"));
        _service = _store.Services.GetServices<IHostedService>().OfType<CheckpointService>().Single();
        await _service.StartedAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.StoppedAsync(CancellationToken.None);
        await _store.DisposeAsync();
    }

    async Task AppendAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await _store.Audit.AppendAsync(new(_store.Clock.GetUtcNow(), "a", "system"), Cancellation);
    }

    // by the clock's steps, however long the machine takes for what they set off
    async Task AdvanceAsync(long signed)
    {
        while ((await SignedAsync()).LastOrDefault() < signed)
        {
            _store.Clock.Advance(TimeSpan.FromMinutes(3));
            await Task.Yield();
        }
    }

    async Task SignedAsync(long through)
    {
        while ((await SignedAsync()).LastOrDefault() < through) await Task.Yield();
    }

    Task<List<long>> SignedAsync() => _store.QueryAsync(
        context => context.AuditCheckpoints.OrderBy(c => c.Number).Select(c => c.Sequence).ToListAsync(Cancellation));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
