using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;


namespace FaceAuth.Testing.FakeModels;

/// <summary>Says of a picture what its <see cref="FakeScene"/> says.</summary>
internal sealed class FakeFaceModels(FakeModelPack source) : IFaceModels
{
    static readonly FacePoints Points = new(new(280, 180), new(340, 180), new(310, 210), new(285, 240), new(335, 240));

    FakeScene? _last;
    int _meshes;

    /// <inheritdoc/>
    public int Detect(PicturePyramid picture, Span<DetectedFace> faces)
    {
        var scene = Read(picture);
        Call(nameof(Detect), source.Costs.Detect, picture);
        source.HandleDetect(scene);
        for (var i = 0; i < scene.Faces; i++) faces[i] = new DetectedFace(new Box(220 + 200 * i, 120, 150, 200), Points, 0.95f);
        return scene.Faces;
    }

    /// <inheritdoc/>
    public bool ShowsTurned(PicturePyramid picture, int quarters) => false;

    /// <inheritdoc/>
    public MeshRegion RegionOf(in DetectedFace face) => new(face.Box.Centre, 250, 0);

    /// <inheritdoc/>
    public void Mesh(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<MeshRegion> regions, Span<MeshResult> results)
    {
        Call(nameof(Mesh), source.Costs.Mesh, pictures);
        for (var i = 0; i < pictures.Length; i++)
        {
            var scene = Read(pictures[i]);
            if (scene.Breaks) throw new InvalidOperationException("The fake mesh broke, as it was told to.");
            results[i] = new MeshResult(scene.Faces > 0 ? 1 : 0, scene.Eyes / 100f, scene.Eyes / 100f, Points, regions[i])
            {
                KeyPoints = Swaying(_meshes++),
                Shape = new FaceShape(
                    scene.MouthOpen / 100f, scene.MouthWidth / 100f, scene.EyeSpan, new HeadAngles(scene.Yaw, scene.Pitch, 1)),
            };
        }
    }

    /// <inheritdoc/>
    public void Pose(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<HeadAngles> results)
    {
        Call(nameof(Pose), source.Costs.Pose, pictures);
        results.Fill(new(1, -5, 1));
    }

    /// <inheritdoc/>
    public void Quality(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<QualityScores> results)
    {
        Call(nameof(Quality), source.Costs.Quality, pictures);
        results.Fill(new(0.6f, 0.85f, 0.3f));
    }

    /// <inheritdoc/>
    public void Obstacle(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<ObstacleScores> results)
    {
        Call(nameof(Obstacle), source.Costs.Obstacle, pictures);
        results.Fill(new(-7, -7, -7, -7, -7));
    }

    /// <inheritdoc/>
    public CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins) => new(-7, -7, -7);

    /// <inheritdoc/>
    public void Mask(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<float> results)
    {
        Call(nameof(Mask), source.Costs.Mask, pictures);
        results.Fill(0.02f);
    }

    /// <inheritdoc/>
    public void AntiSpoof(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<AntiSpoofScores> results)
    {
        Call(nameof(AntiSpoof), source.Costs.AntiSpoof, pictures);
        for (var i = 0; i < pictures.Length; i++)
        {
            var live = Read(pictures[i]).Live / 100f;
            results[i] = new AntiSpoofScores(live, live);
        }
    }

    /// <inheritdoc/>
    public void Embed(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<FacePoints> points, Span<float> embeddings)
    {
        Call(nameof(Embed), source.Costs.Embed, pictures);
        embeddings.Clear();
        for (var i = 0; i < pictures.Length; i++) embeddings[i * FakeModelPack.Length + Read(pictures[i]).Person] = 1;
    }

    /// <inheritdoc/>
    public void Dispose() => source.HandleDisposed();

    // nobody holds quite still: by 2 % of the face's width and never twice alike
    static FaceKeyPoints Swaying(int picture)
    {
        var points = new FaceKeyPoints();
        var by = 3 * MathF.Sin(picture * 0.7f);
        for (var i = 0; i < FaceKeyPoints.Count; i++) points[i] = new(240 + 12 * (i % 8) + by, 150 + 12 * (i / 8), 0);
        return points;
    }

    FakeScene Read(PicturePyramid picture) => _last = FakeScene.Read(picture, _last);

    void Call(string model, double milliseconds, PicturePyramid picture) => Call(model, milliseconds, [picture]);

    // all of a batch, or none where the model throws at one
    void Call(string model, double milliseconds, ReadOnlySpan<PicturePyramid> pictures)
    {
        source.HandleCall(model, milliseconds, pictures.Length);
        foreach (var picture in pictures) source.HandlePicture(model, Read(picture));
    }
}
