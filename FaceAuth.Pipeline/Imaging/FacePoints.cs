using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>Five points of a face in picture pixels, in the order of the ArcFace template.</summary>
/// <remarks>Left and right are the picture's, so <see cref="LeftEye"/> is the person's right eye unless the camera mirrors.</remarks>
/// <param name="LeftEye">Eye on the picture's left.</param>
/// <param name="RightEye">Eye on the picture's right.</param>
/// <param name="Nose">Tip of the nose.</param>
/// <param name="LeftMouth">Mouth corner on the picture's left.</param>
/// <param name="RightMouth">Mouth corner on the picture's right.</param>
internal readonly record struct FacePoints(Vector2 LeftEye, Vector2 RightEye, Vector2 Nose, Vector2 LeftMouth, Vector2 RightMouth)
{
    /// <summary>Tilt of the line between the eyes in radians, positive when the right eye is lower.</summary>
    public float Tilt => MathF.Atan2(RightEye.Y - LeftEye.Y, RightEye.X - LeftEye.X);

    /// <summary>Writes the points in order; <paramref name="points"/> holds at least five.</summary>
    public void CopyTo(Span<Vector2> points) =>
        (points[0], points[1], points[2], points[3], points[4]) = (LeftEye, RightEye, Nose, LeftMouth, RightMouth);
}
