namespace FaceAuth.Load.Measuring;

/// <summary>A stretch of time by what the pictures sent in it carry as timestamps.</summary>
/// <remarks>Set before it begins and known to both sides, so that both count exactly the same pictures.</remarks>
/// <param name="From">First timestamp, 90 kHz.</param>
/// <param name="Until">One past the last.</param>
internal sealed record PictureWindow(uint From, uint Until)
{
    /// <summary>No picture at all.</summary>
    public static PictureWindow None { get; } = new(0, 0);

    /// <summary>Whether a picture with this timestamp belongs to it.</summary>
    public bool Contains(uint timestamp) => unchecked(timestamp - From < Until - From);
}
