namespace FaceAuth.Media.Depacketize;

/// <summary>What one RTP payload says about its place in a picture.</summary>
/// <param name="StartsPicture">It is the first of its picture.</param>
/// <param name="IsKeyframe">It starts a picture that can be decoded without any earlier one.</param>
/// <param name="Width">Width in pixels when it starts a keyframe, else 0.</param>
/// <param name="Height">Height in pixels when it starts a keyframe, else 0.</param>
internal readonly record struct PayloadFacts(bool StartsPicture, bool IsKeyframe, ushort Width, ushort Height);
