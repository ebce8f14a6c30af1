using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Store.Tests.Redis;

public sealed class RedisSubjectAttemptsTests : SubjectAttemptsContract
{
    SharedNode? _node;

    protected override ISubjectAttempts Attempts => _node!.Attempts;

    public override async ValueTask InitializeAsync() => _node = await SharedNode.StartAsync(Require.Redis());

    public override async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
    }
}
