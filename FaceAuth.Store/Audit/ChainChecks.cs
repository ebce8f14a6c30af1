using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Audit;

/// <summary>Makes the checks of chains in the database.</summary>
internal sealed class ChainChecks(AuditSeal seal, AuditOrigins origins, StoreSigner signer)
{
    public ChainCheck Of(FaceAuthDbContext context, string node) => new(context, node, seal, origins, signer);
}
