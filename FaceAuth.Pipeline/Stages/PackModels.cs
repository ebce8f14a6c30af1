using System.Numerics;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;

namespace FaceAuth.Pipeline.Stages;

/// <summary>The models of a <see cref="ModelPack"/>; a worker's model is made when it first runs.</summary>
internal sealed class PackModels(PackWorker worker) : IFaceModels
{
    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];
    readonly CoverModel _cover = new();

    /// <inheritdoc/>
    public int Detect(PicturePyramid picture, Span<DetectedFace> faces) => worker.Detector.Detect(picture, faces);

    /// <inheritdoc/>
    public MeshRegion RegionOf(in DetectedFace face) => worker.Mesh.RegionOf(face);

    /// <inheritdoc/>
    public MeshResult Mesh(PicturePyramid picture, in MeshRegion region) => worker.Mesh.Run(picture, region, _points);

    /// <inheritdoc/>
    public HeadAngles Pose(PicturePyramid picture, in Box face) => worker.Pose.Run(picture, face);

    /// <inheritdoc/>
    public QualityScores Quality(PicturePyramid picture, in Box face) => worker.Quality.Run(picture, face);

    /// <inheritdoc/>
    public ObstacleScores Obstacle(PicturePyramid picture, in Box face) => worker.Obstacle.Run(picture, face);

    /// <inheritdoc/>
    public CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins) => _cover.Run(picture, points, margins);

    /// <inheritdoc/>
    public float Mask(PicturePyramid picture, in Box face) => worker.Mask.Run(picture, face);

    /// <inheritdoc/>
    public AntiSpoofScores AntiSpoof(PicturePyramid picture, in Box face) => worker.AntiSpoof.Run(picture, face);

    /// <inheritdoc/>
    public void Embed(PicturePyramid picture, in FacePoints points, Span<float> embedding) => worker.Embedder.Embed(picture, points, embedding);

    /// <inheritdoc/>
    public void Dispose() => worker.Dispose();
}
