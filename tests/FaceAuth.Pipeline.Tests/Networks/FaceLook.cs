using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Tests.Packs;

namespace FaceAuth.Pipeline.Tests.Networks;

/// <summary>Looks at the surest face of a picture with single networks of the permissive pack.</summary>
internal sealed class FaceLook : IDisposable
{
    public FaceModels Models { get; } = TestPacks.Worker();

    public PicturePyramid Picture { get; } = new();

    public Vector3[] Points { get; } = new Vector3[FaceMesh.PointCount];

    public DetectedFace Face(VideoFrame frame)
    {
        Picture.Load(frame);
        var faces = new DetectedFace[8];
        Assert.NotEqual(0, Models.Detector.Detect(Picture, faces));
        return faces[0];
    }

    public MeshResult Mesh(VideoFrame frame) => Models.Mesh.Run(Picture, Models.Mesh.RegionOf(Face(frame)), Points);

    public HeadAngles Pose(VideoFrame frame) => Models.Pose.Run(Picture, Face(frame).Box);

    public QualityScores Quality(VideoFrame frame, Box box)
    {
        Picture.Load(frame);
        return Models.Quality.Run(Picture, box);
    }

    public ObstacleScores Obstacle(VideoFrame frame, Box box)
    {
        Picture.Load(frame);
        return Models.Obstacle.Run(Picture, box);
    }

    public float[] Embedding(VideoFrame frame)
    {
        var mesh = Mesh(frame);
        var embedding = new float[Models.Embedder.Length];
        Models.Embedder.Embed(Picture, mesh.Points, embedding);
        return embedding;
    }

    public void Dispose() => Models.Dispose();
}
