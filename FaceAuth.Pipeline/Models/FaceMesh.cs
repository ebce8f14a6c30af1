using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>478 points on a face, with its irises (MediaPipe's face landmarker). Owns its tensors: one thread at a time.</summary>
internal sealed class FaceMesh : IDisposable
{
    /// <summary>Points a run writes.</summary>
    public const int PointCount = 478;

    /// <summary>Where to look for the mesh of a face that a detector found.</summary>
    public static MeshRegion RegionOf(in DetectedFace face) => throw new NotImplementedException();

    /// <summary>Runs the mesh on <paramref name="region"/>.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="region">Where to look: <see cref="RegionOf"/> of a detection or <see cref="MeshResult.Next"/> of the picture before.</param>
    /// <param name="points">Receives <see cref="PointCount"/> points: x, y in picture pixels, z on the same scale, towards the camera negative.</param>
    public MeshResult Run(PicturePyramid picture, in MeshRegion region, Span<Vector3> points) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
