using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

public sealed class RedisSessionDirectoryTests : SessionDirectoryContract
{
    SharedNode? _node;

    protected override ISessionDirectory Sessions => _node!.Sessions;

    protected override Guid Node => _node!.Id;

    public override async ValueTask InitializeAsync() => _node = await SharedNode.StartAsync(Require.Redis());

    public override async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }
}
