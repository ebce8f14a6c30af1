using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>What the mesh says besides its 478 points.</summary>
/// <param name="Presence">How sure it is to look at a face, 0–1.</param>
/// <param name="RightEye">Aspect ratio of the person's right eye: height over width, 0 closed, about 0.2–0.4 open.</param>
/// <param name="LeftEye">The same of the left eye.</param>
/// <param name="Points">Five of the points, as a detector would give them.</param>
/// <param name="Next">Where to look in the next picture.</param>
internal readonly record struct MeshResult(float Presence, float RightEye, float LeftEye, FacePoints Points, MeshRegion Next)
{
    /// <summary>The smaller of both eyes' aspect ratios.</summary>
    public float SmallerEye => MathF.Min(RightEye, LeftEye);
}
