using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Models;
using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Testing.FakeModels;

/// <summary>Says of a picture what its <see cref="FakeScene"/> says.</summary>
internal sealed class FakeFaceModels(FakeModelSource source) : IFaceModels
{
    static readonly FacePoints Points = new(new(280, 180), new(340, 180), new(310, 210), new(285, 240), new(335, 240));

    FakeScene? _last;

    /// <inheritdoc/>
    public int Detect(PicturePyramid picture, Span<DetectedFace> faces)
    {
        var scene = Read(picture);
        source.HandleCall(nameof(Detect), source.Costs.Detect, Read(picture));
        source.HandleDetect(scene);
        for (var i = 0; i < scene.Faces; i++) faces[i] = new DetectedFace(new Box(220 + 200 * i, 120, 150, 200), Points, 0.95f);
        return scene.Faces;
    }

    /// <inheritdoc/>
    public MeshRegion RegionOf(in DetectedFace face) => new(face.Box.Centre, 250, 0);

    /// <inheritdoc/>
    public MeshResult Mesh(PicturePyramid picture, in MeshRegion region)
    {
        var scene = Read(picture);
        source.HandleCall(nameof(Mesh), source.Costs.Mesh, Read(picture));
        if (scene.Breaks) throw new InvalidOperationException("The fake mesh broke, as it was told to.");
        return new MeshResult(scene.Faces > 0 ? 1 : 0, scene.Eyes / 100f, scene.Eyes / 100f, Points, region);
    }

    /// <inheritdoc/>
    public HeadAngles Pose(PicturePyramid picture, in Box face)
    {
        source.HandleCall(nameof(Pose), source.Costs.Pose, Read(picture));
        return new(1, -5, 1);
    }

    /// <inheritdoc/>
    public QualityScores Quality(PicturePyramid picture, in Box face)
    {
        source.HandleCall(nameof(Quality), source.Costs.Quality, Read(picture));
        return new(0.6f, 0.85f, 0.3f);
    }

    /// <inheritdoc/>
    public ObstacleScores Obstacle(PicturePyramid picture, in Box face)
    {
        source.HandleCall(nameof(Obstacle), source.Costs.Obstacle, Read(picture));
        return new(-7, -7, -7, -7, -7);
    }

    /// <inheritdoc/>
    public CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins) => new(-7, -7, -7);

    /// <inheritdoc/>
    public float Mask(PicturePyramid picture, in Box face)
    {
        source.HandleCall(nameof(Mask), source.Costs.Mask, Read(picture));
        return 0.02f;
    }

    /// <inheritdoc/>
    public AntiSpoofScores AntiSpoof(PicturePyramid picture, in Box face)
    {
        source.HandleCall(nameof(AntiSpoof), source.Costs.AntiSpoof, Read(picture));
        var live = Read(picture).Live / 100f;
        return new AntiSpoofScores(live, live);
    }

    /// <inheritdoc/>
    public void Embed(PicturePyramid picture, in FacePoints points, Span<float> embedding)
    {
        source.HandleCall(nameof(Embed), source.Costs.Embed, Read(picture));
        embedding.Clear();
        embedding[Read(picture).Person] = 1;
    }

    /// <inheritdoc/>
    public void Dispose() => source.HandleDisposed();

    FakeScene Read(PicturePyramid picture) => _last = FakeScene.Read(picture, _last);
}
