using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Sessions;

/// <summary>Gives sessions authenticators under the present root key.</summary>
internal sealed class SessionRenewal(StoreDatabase database, SessionSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<SessionRow>(database, authenticator, batches)
{
    public override string Name => "sessions";

    protected override IQueryable<SessionRow> Whole(FaceAuthDbContext context) => context.Sessions;

    protected override bool Holds(SessionRow row) => seal.Holds(row);

    protected override byte[] Of(SessionRow row) => seal.Of(row);

    protected override AlteredRow AsAltered(SessionRow row) => SessionSeal.AsAltered(row);
}
