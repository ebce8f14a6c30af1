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
    /// <summary>It brings what decoders need beside pictures, such as H.264's sequence parameter sets.</summary>
    public bool BringsSets { get; init; }

    /// <summary>It begins a picture that refers to no other; a keyframe, where such sets come with it.</summary>
    public bool IsIntra { get; init; }

    /// <summary>Nothing of a picture is in it: it belongs to the one that follows, whatever its own time and marker say.</summary>
    public bool IsAside { get; init; }

    /// <summary>Whether it can be the first of its picture.</summary>
    public bool CanStart => Start != PictureStart.No;
}
