namespace FaceAuth.Store.Contracts;

/// <summary>A picture of a decided session, for who judges the decision. It is face data.</summary>
/// <param name="Moment">Why this one.</param>
/// <param name="At">When, from the session's first picture on.</param>
/// <param name="Jpeg">A JPEG file, 1 to <see cref="MostBytes"/>.</param>
public sealed record ReviewPicture(PictureMoment Moment, TimeSpan At, ReadOnlyMemory<byte> Jpeg)
{
    /// <summary>Most pictures of one session.</summary>
    public const int Most = 5;

    /// <summary>Most bytes of one: 64 KiB.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Never prints what it shows.</summary>
    public override string ToString() => "‹private›";
}
