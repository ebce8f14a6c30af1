using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Consent;

/// <summary>Gives consents authenticators under the present root key.</summary>
internal sealed class ConsentRenewal(StoreDatabase database, ConsentSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<ConsentRow>(database, authenticator, batches)
{
    public override string Name => "consents";

    protected override IQueryable<ConsentRow> Whole(FaceAuthDbContext context) => context.Consents;

    protected override bool Holds(ConsentRow row) => seal.Holds(row);

    protected override byte[] Of(ConsentRow row) => seal.Of(row);

    protected override AlteredRow AsAltered(ConsentRow row) => ConsentSeal.AsAltered(row);
}
