using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>What every count of requests does.</summary>
public abstract class RateCountsContract : IAsyncLifetime
{
    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    readonly string _key = "session 192.0.2.1 " + Guid.NewGuid();

    protected abstract IRateCounts Rates { get; }

    [Fact]
    public async Task So_many_get_through_and_the_next_is_told_when_to_come_back()
    {
        for (var i = 0; i < 3; i++) Assert.True((await TakeAsync()).IsAllowed);

        var answer = await TakeAsync();

        Assert.False(answer.IsAllowed);
        Assert.InRange(answer.RetryAfter, TimeSpan.FromSeconds(1), Window);
    }

    [Fact]
    public async Task Each_key_has_its_own()
    {
        for (var i = 0; i < 4; i++) await TakeAsync();

        Assert.True((await Rates.TryTakeAsync(_key + "0", 3, Window)).IsAllowed);
    }

    [Fact]
    public async Task Of_many_at_once_so_many_get_through()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(TakeAsync)));

        Assert.Equal(3, taken.Count(one => one.IsAllowed));
    }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    Task<RateAnswer> TakeAsync() => Rates.TryTakeAsync(_key, 3, Window).AsTask();
}
