namespace FaceAuth.Store.Contracts;

/// <summary>Questions from node to node. Safe from many threads.</summary>
/// <remarks>
/// Every call ends within a short bound and never throws. What passes is sealed: who reads what lies between the nodes learns nothing of
/// it, and who writes there is not believed.
/// </remarks>
public interface INodeLine
{
    /// <summary>Longest question or answer, in bytes.</summary>
    public const int MostBytes = 192 * 1024;

    /// <summary>This node's id, new at each start.</summary>
    Guid Here { get; }

    /// <summary>Whether there can be other nodes at all.</summary>
    bool IsShared { get; }

    /// <summary>Asks another node; null when no answer came in time.</summary>
    ValueTask<byte[]?> AskAsync(Guid node, byte[] question, CancellationToken cancellation);

    /// <summary>Whether a node listens now; null when that cannot be known.</summary>
    ValueTask<bool?> IsHeardAsync(Guid node);

    /// <summary>Answers other nodes' questions from now on. At most once.</summary>
    void Listen(Func<byte[], Task<byte[]>> answer);
}
