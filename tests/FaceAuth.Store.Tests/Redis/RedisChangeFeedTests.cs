using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

public sealed class RedisChangeFeedTests : ChangeFeedContract
{
    SharedNode? _node;

    protected override IChangeFeed Changes => _node!.Changes;

    public override async ValueTask InitializeAsync()
    {
        _node = await SharedNode.StartAsync(Require.Redis());
        await _node.HearsAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }
}
