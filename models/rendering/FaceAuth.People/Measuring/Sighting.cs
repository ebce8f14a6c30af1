using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.People.Measuring;

/// <summary>What the models said about one picture's largest face.</summary>
internal sealed record Sighting(
    int Faces, DetectedFace Face, MeshResult Mesh, Vector3[] Points, AntiSpoofScores Spoof, ObstacleScores Obstacle, float Mask,
    QualityScores Quality, float[] Embedding)
{
    /// <summary>How sure the mesh is to look at a face, 0–1.</summary>
    public float Presence => Mesh.Presence;

    /// <summary>Mean of both eyes' aspect ratios.</summary>
    public float Eyes => (Mesh.RightEye + Mesh.LeftEye) / 2;

    /// <summary>Eyes, nose, mouth's corners as the mesh sees them, in pixels.</summary>
    public Vector2[] FivePoints =>
        [Mesh.Points.LeftEye, Mesh.Points.RightEye, Mesh.Points.Nose, Mesh.Points.LeftMouth, Mesh.Points.RightMouth];
}
