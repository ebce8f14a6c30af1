using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Audit;

/// <summary>Checks the audit's chains, once for all who ask meanwhile: it reads every entry that there is.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class ChainCheck(IAuditChain chain)
{
    readonly Lock _gate = new();
    Task<IReadOnlyList<AuditChainReport>>? _latest;

    /// <summary>The check that goes on, or else a new one.</summary>
    public Task<IReadOnlyList<AuditChainReport>> RunAsync()
    {
        lock (_gate)
            return _latest is { IsCompleted: false } running ? running
                : _latest = Task.Run(() => chain.VerifyAsync(CancellationToken.None));
    }
}
