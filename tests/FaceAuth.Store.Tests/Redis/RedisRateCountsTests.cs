using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

public sealed class RedisRateCountsTests : RateCountsContract
{
    SharedNode? _node;

    protected override IRateCounts Rates => _node!.Rates;

    public override async ValueTask InitializeAsync() => _node = await SharedNode.StartAsync(Require.Redis());

    public override async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }
}
