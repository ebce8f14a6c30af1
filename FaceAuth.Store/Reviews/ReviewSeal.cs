using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Reviews;

/// <summary>Says whether a review is as this store wrote it: nobody who can only write the database judges. Safe from many threads.</summary>
internal sealed class ReviewSeal(RowAuthenticator authenticator)
{
    const int UsualBytes = 256;

    public byte[] Of(ReviewRow review)
    {
        using var fields = Write(review);
        return authenticator.Of(RowKind.Review, fields);
    }

    public bool Holds(ReviewRow review)
    {
        using var fields = Write(review);
        return authenticator.Matches(RowKind.Review, fields, review.Authenticator);
    }

    public static AlteredRow AsAltered(ReviewRow review) => new() { Kind = RowKind.Review, RowId = review.Id };

    static RowFields Write(ReviewRow review)
    {
        var fields = new RowFields(UsualBytes);
        fields.Add(review.Id);
        fields.Add(review.SessionId);
        fields.Add((int)review.Cause);
        fields.Add((int)review.State);
        fields.Add(review.OpenedAt);
        fields.AddNullable(review.ClosedAt);
        fields.AddNullable(review.FirstBy);
        fields.Add(review.FirstOverturns ? 1 : 0);
        fields.AddNullable(review.FirstAt);
        fields.AddNullable(review.SecondBy);
        fields.Add(review.SecondOverturns ? 1 : 0);
        fields.AddNullable(review.SecondAt);
        return fields;
    }
}
