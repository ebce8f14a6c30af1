using FaceAuth.People.Numbers;

namespace FaceAuth.People.Rendering;

/// <summary>A pinhole at the origin that looks along z.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Focal">Focal length in pixels.</param>
/// <param name="ShakeX">By how much a hand moves the picture, pixels.</param>
/// <param name="ShakeY">The same down.</param>
internal readonly record struct Camera(int Width, int Height, float Focal, float ShakeX = 0, float ShakeY = 0)
{
    /// <summary>Where a point appears, in pixels; whole numbers are pixels' centres.</summary>
    public (float X, float Y) Project(V3 p) =>
        (Width / 2f - 0.5f + ShakeX + Focal * p.X / p.Z, Height / 2f - 0.5f + ShakeY + Focal * p.Y / p.Z);
}
