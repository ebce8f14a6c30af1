using System.Numerics;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;

namespace FaceAuth.People.Measuring;

/// <summary>What the models said about one picture's largest face.</summary>
internal sealed record Sighting(
    int Faces, DetectedFace Face, MeshResult Mesh, Vector3[] Points, AntiSpoofScores Spoof, ObstacleScores Obstacle, float Mask, QualityScores Quality, float[] Embedding);
