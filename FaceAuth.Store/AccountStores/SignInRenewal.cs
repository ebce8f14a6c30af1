using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.AccountStores;

/// <summary>Gives sign-ins authenticators under the present root key.</summary>
internal sealed class SignInRenewal(StoreDatabase database, SignInSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<SignInRow>(database, authenticator, batches)
{
    public override string Name => "sign-ins";

    protected override IQueryable<SignInRow> Whole(FaceAuthDbContext context) => context.SignIns;

    protected override bool Holds(SignInRow row) => seal.Holds(row);

    protected override byte[] Of(SignInRow row) => seal.Of(row);

    protected override AlteredRow AsAltered(SignInRow row) => SignInSeal.AsAltered(row);
}
