using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>The line of a node that is alone: there is nobody to ask.</summary>
internal sealed class OwnLine(NodeIdentity node) : INodeLine
{
    public Guid Here => node.Id;

    public bool IsShared => false;

    public ValueTask<byte[]?> AskAsync(Guid node, byte[] question, CancellationToken cancellation) => default;

    public ValueTask<bool?> IsHeardAsync(Guid node) => default;

    public void Listen(Func<byte[], Task<byte[]>> answer)
    {
    }
}
