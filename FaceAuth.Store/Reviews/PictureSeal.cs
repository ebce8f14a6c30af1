using System.Globalization;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Reviews;

/// <summary>Seals pictures, each bound to its session and number, and says whether one is as this store wrote it.</summary>
/// <remarks>Safe from many threads.</remarks>
internal sealed class PictureSeal(PersonalSeal personal, RowAuthenticator authenticator)
{
    // beside the picture
    const int OthersBytes = 256;

    public byte[] Seal(Guid sessionId, int number, ReadOnlySpan<byte> jpeg) =>
        personal.SealBytes(PersonalKind.ReviewPicture, sessionId, jpeg, Bound(number));

    /// <summary>The picture; null where the envelope is another session's or number's, or any bit is another.</summary>
    public byte[]? TryOpen(ReviewPictureRow row) =>
        personal.TryOpenBytes(PersonalKind.ReviewPicture, row.SessionId, row.Sealed, Bound(row.Number));

    public byte[] Of(ReviewPictureRow row)
    {
        using var fields = Write(row);
        return authenticator.Of(RowKind.ReviewPicture, fields);
    }

    public bool Holds(ReviewPictureRow row)
    {
        using var fields = Write(row);
        return authenticator.Matches(RowKind.ReviewPicture, fields, row.Authenticator);
    }

    public static AlteredRow AsAltered(ReviewPictureRow row) => new() { Kind = RowKind.ReviewPicture, RowId = row.Id };

    static string Bound(int number) => number.ToString(CultureInfo.InvariantCulture);

    static RowFields Write(ReviewPictureRow row)
    {
        var fields = new RowFields(OthersBytes + row.Sealed.Length);
        fields.Add(row.Id);
        fields.Add(row.SessionId);
        fields.Add(row.Number);
        fields.Add((int)row.Moment);
        fields.Add(row.AtMs);
        fields.Add(row.Until);
        fields.Add(row.Sealed);
        return fields;
    }
}
