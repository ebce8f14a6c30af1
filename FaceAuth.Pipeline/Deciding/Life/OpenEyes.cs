using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>How far one person's eyes are open when they are open.</summary>
/// <param name="Right">Aspect ratio of the right eye.</param>
/// <param name="Left">Aspect ratio of the left eye.</param>
/// <param name="OpenAt">Share of both from which they count as open.</param>
internal readonly record struct OpenEyes(float Right, float Left, float OpenAt)
{
    /// <summary>Whether the mesh shows them open.</summary>
    public bool AreIn(in MeshResult mesh) => (mesh.RightEye / Right + mesh.LeftEye / Left) / 2 >= OpenAt;
}
