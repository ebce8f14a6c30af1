using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Shared;

public sealed class OwnChangeFeedTests : ChangeFeedContract
{
    readonly SharedNode _node = SharedNode.Alone();

    protected override IChangeFeed Changes => _node.Changes;

    public override ValueTask InitializeAsync() => default;

    public override ValueTask DisposeAsync() => _node.DisposeAsync();
}
