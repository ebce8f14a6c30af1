using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Shared;

public sealed class OwnRateCountsTests : RateCountsContract
{
    readonly SharedNode _node = SharedNode.Alone();

    protected override IRateCounts Rates => _node.Rates;

    public override ValueTask InitializeAsync() => default;

    public override ValueTask DisposeAsync() => _node.DisposeAsync();
}
