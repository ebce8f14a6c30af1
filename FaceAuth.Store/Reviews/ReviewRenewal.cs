using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Reviews;

/// <summary>Gives reviews authenticators under the present root key.</summary>
internal sealed class ReviewRenewal(StoreDatabase database, ReviewSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<ReviewRow>(database, authenticator, batches)
{
    public override string Name => "reviews";

    protected override IQueryable<ReviewRow> Whole(FaceAuthDbContext context) => context.Reviews;

    protected override bool Holds(ReviewRow row) => seal.Holds(row);

    protected override byte[] Of(ReviewRow row) => seal.Of(row);

    protected override AlteredRow AsAltered(ReviewRow row) => ReviewSeal.AsAltered(row);
}
