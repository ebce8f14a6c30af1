using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Audit;

/// <inheritdoc/>
internal sealed class AuditChain(AuditVerifier verifier, AuditExporter exporter) : IAuditChain
{
    public Task<IReadOnlyList<AuditChainReport>> VerifyAsync(CancellationToken cancellation) => verifier.VerifyAsync(cancellation);

    public Task<AuditExported> ExportAsync(AuditExport what, Stream output, CancellationToken cancellation) =>
        exporter.ExportAsync(what, output, cancellation);
}
