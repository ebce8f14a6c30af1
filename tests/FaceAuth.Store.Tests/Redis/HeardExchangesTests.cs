using FaceAuth.Store.Redis;

namespace FaceAuth.Store.Tests.Redis;

public sealed class HeardExchangesTests
{
    static readonly Guid One = Guid.NewGuid(), Other = Guid.NewGuid();

    readonly ExchangeNumbers _numbers = new();
    readonly HeardExchanges _heard = new();

    [Fact]
    public void Nothing_is_heard_twice_however_much_came_in_between()
    {
        var old = _numbers.Next();
        Assert.True(_heard.IsFirst(One, old));
        Assert.False(_heard.IsFirst(One, old));
        for (var i = 0; i < 10_000; i++) Assert.True(_heard.IsFirst(One, _numbers.Next()));

        Assert.False(_heard.IsFirst(One, old));
        Assert.True(_heard.IsFirst(Other, old));   // another node's first
    }

    [Fact]
    public void What_another_overtook_is_heard()
    {
        var all = Enumerable.Range(0, 100).Select(_ => _numbers.Next()).ToList();

        Assert.All(all.AsEnumerable().Reverse(), one => Assert.True(_heard.IsFirst(One, one)));
        Assert.All(all, one => Assert.False(_heard.IsFirst(One, one)));
    }
}
