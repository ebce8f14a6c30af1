using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Shared;

public sealed class OwnSessionDirectoryTests : SessionDirectoryContract
{
    readonly SharedNode _node = SharedNode.Alone();

    protected override ISessionDirectory Sessions => _node.Sessions;

    protected override Guid Node => _node.Id;

    public override ValueTask InitializeAsync() => default;

    public override ValueTask DisposeAsync() => _node.DisposeAsync();
}
