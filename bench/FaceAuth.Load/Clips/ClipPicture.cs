namespace FaceAuth.Load.Clips;

/// <summary>One coded picture of a clip.</summary>
/// <param name="Vp8">Its bytes.</param>
/// <param name="Timestamp">Its time from the clip's start; goes on growing when the clip is repeated.</param>
internal readonly record struct ClipPicture(byte[] Vp8, TimeSpan Timestamp)
{
    /// <summary>Whether it can be decoded by itself: the first bit of a VP8 picture is 0 (RFC 6386 §9.1).</summary>
    public bool IsKeyframe => (Vp8[0] & 1) == 0;
}
