using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Shared;

public sealed class OwnSubjectAttemptsTests : SubjectAttemptsContract
{
    readonly SharedNode _node = SharedNode.Alone();

    protected override ISubjectAttempts Attempts => _node.Attempts;

    public override ValueTask InitializeAsync() => default;

    public override ValueTask DisposeAsync() => _node.DisposeAsync();
}
