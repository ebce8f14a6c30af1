using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>One picture's word on the eyes, with what tells a blink from a moving head.</summary>
/// <param name="At">When.</param>
/// <param name="Right">Aspect ratio of the right eye.</param>
/// <param name="Left">Aspect ratio of the left eye.</param>
/// <param name="Centre">Middle of the face in heights of the picture.</param>
/// <param name="FaceWidth">Its width in the same unit.</param>
/// <param name="Yaw">Turn of the head in degrees.</param>
/// <param name="Pitch">Nod in degrees.</param>
internal readonly record struct EyeReading(
    FrameTime At, float Right, float Left, Vector2 Centre, float FaceWidth, float Yaw, float Pitch);
