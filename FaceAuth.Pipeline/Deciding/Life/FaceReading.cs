using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>What challenges look at in one picture.</summary>
/// <param name="At">When.</param>
/// <param name="Yaw">Turn in degrees, positive to the person's left.</param>
/// <param name="Pitch">Nod in degrees, positive up.</param>
/// <param name="MouthOpen">Gap between the lips, in distances between the outer corners of the eyes.</param>
/// <param name="MouthWidth">Width of the mouth in the same unit.</param>
/// <param name="EyeSpan">
/// Distance between the outer corners of the eyes in heights of the picture, in space, so that a turn does not shorten it.
/// </param>
/// <param name="Share">Height of the face as a share of the picture's.</param>
internal readonly record struct FaceReading(
    FrameTime At, float Yaw, float Pitch, float MouthOpen, float MouthWidth, float EyeSpan, float Share);
