using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Tests.Packs;

namespace FaceAuth.Pipeline.Tests.Accuracy;

/// <summary>Looks at pictures with the production models, one picture at a time, the largest face first.</summary>
internal sealed class FaceReader(string pack) : IDisposable
{
    readonly FaceModels _worker = TestPacks.Worker(pack);
    readonly PicturePyramid _picture = new();
    readonly DetectedFace[] _faces = new DetectedFace[64];
    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];
    readonly CoverModel _cover = new();

    /// <summary>Faces of the picture read last.</summary>
    public ReadOnlySpan<DetectedFace> Faces => _faces.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The largest face; undefined when there is none.</summary>
    public DetectedFace Largest { get; private set; }

    /// <summary>Searches a picture.</summary>
    public int Search(VideoFrame frame)
    {
        _picture.Load(frame);
        Count = _worker.Detector.Detect(_picture, _faces);
        if (Count > 0) Largest = Faces.ToArray().MaxBy(face => face.Box.Area);
        return Count;
    }

    /// <summary>Takes a picture without searching it.</summary>
    public void Load(VideoFrame frame) => _picture.Load(frame);

    public MeshResult Mesh() => Mesh(_worker.Mesh.RegionOf(Largest));

    public MeshResult Mesh(MeshRegion region) => _worker.Mesh.Run(_picture, region, _points);

    public ObstacleScores Obstacle() => _worker.Obstacle.Run(_picture, Largest.Box);

    public CoverScores Cover() => _cover.Run(_picture, Mesh().Points, Obstacle());

    public float Mask() => _worker.Mask.Run(_picture, Largest.Box);

    public AntiSpoofScores AntiSpoof() => _worker.AntiSpoof.Run(_picture, Largest.Box);

    public float[] Embed(FacePoints points)
    {
        var embedding = new float[_worker.Embedder.Length];
        _worker.Embedder.Embed(_picture, points, embedding);
        return embedding;
    }

    public void Dispose() => _worker.Dispose();
}
