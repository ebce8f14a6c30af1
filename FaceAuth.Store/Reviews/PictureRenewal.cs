using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Reviews;

/// <summary>Gives pictures authenticators under the present root key; what seals them is a key that is wrapped anew.</summary>
internal sealed class PictureRenewal(StoreDatabase database, PictureSeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<ReviewPictureRow>(database, authenticator, batches)
{
    public override string Name => "review pictures";

    protected override IQueryable<ReviewPictureRow> Whole(FaceAuthDbContext context) => context.ReviewPictures;

    protected override bool Holds(ReviewPictureRow row) => seal.Holds(row);

    protected override byte[] Of(ReviewPictureRow row) => seal.Of(row);

    protected override AlteredRow AsAltered(ReviewPictureRow row) => PictureSeal.AsAltered(row);
}
