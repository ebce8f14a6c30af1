namespace FaceAuth.Media.Depacketize;

/// <summary>What one RTP payload says about its place in a picture.</summary>
/// <param name="Start">Whether it is the first of its picture.</param>
/// <param name="IsKeyframe">
/// It belongs to a picture that can be decoded without any earlier one, and nothing before it is needed for that.
/// </param>
/// <param name="Width">Width in pixels where it says so, else 0.</param>
/// <param name="Height">Height in pixels where it says so, else 0.</param>
internal readonly record struct PayloadFacts(PictureStart Start, bool IsKeyframe, ushort Width = 0, ushort Height = 0)
{
    /// <summary>Whether it can be the first of its picture.</summary>
    public bool CanStart => Start != PictureStart.No;
}
