using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Networks;

/// <summary>The models of a <see cref="ModelPack"/> with tensors of their own, for one worker; each is made when first used.</summary>
/// <remarks>
/// One thread at a time. By name each network stands alone, for whoever measures one; as <see cref="IFaceModels"/> they look at the faces
/// of several pictures.
/// </remarks>
internal sealed class FaceModels(ModelPack pack) : IFaceModels
{
    // what stands on its side gives less, upright faces more
    const float SurePresence = 0.9f;

    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];
    readonly CoverModel _cover = new();
    IFaceDetector? _detector;
    FaceMesh? _mesh;
    HeadPose? _pose;
    FaceQuality? _quality;
    ObstacleModel? _obstacle;
    MaskModel? _mask;
    AntiSpoofModel? _antiSpoof;
    FaceEmbedder? _embedder;
    TurnedPicture? _turned;

    /// <summary>Finds faces.</summary>
    public IFaceDetector Detector => _detector ??= NewDetector();

    /// <summary>478 points, eyes.</summary>
    public FaceMesh Mesh => _mesh ??= new(pack[PackRole.Mesh]);

    /// <summary>Yaw, pitch, roll.</summary>
    public HeadPose Pose => _pose ??= new(pack[PackRole.Pose]);

    /// <summary>Light and sharpness.</summary>
    public FaceQuality Quality => _quality ??= new(pack[PackRole.Quality]);

    /// <summary>Covered points.</summary>
    public ObstacleModel Obstacle => _obstacle ??= new(pack[PackRole.Obstacle]);

    /// <summary>Mask or not.</summary>
    public MaskModel Mask => _mask ??= new(pack[PackRole.Mask]);

    /// <summary>Live or not.</summary>
    public AntiSpoofModel AntiSpoof => _antiSpoof ??=
        new(pack[PackRole.AntiSpoofNarrow], pack[PackRole.AntiSpoofWide], pack.Optional(PackRole.AntiSpoofClose));

    /// <summary>Who.</summary>
    public FaceEmbedder Embedder => _embedder ??= new(pack[PackRole.Embedder]);

    int IFaceModels.Detect(PicturePyramid picture, Span<DetectedFace> faces) => Detector.Detect(picture, faces);

    bool IFaceModels.ShowsTurned(PicturePyramid picture, int quarters)
    {
        Span<DetectedFace> faces = stackalloc DetectedFace[1];
        var turned = (_turned ??= new()).Turn(picture, quarters);
        if (Detector.Detect(turned, faces) == 0) return false;
        var mesh = Mesh.Run(turned, Mesh.RegionOf(faces[0]), _points);
        return mesh.Presence >= SurePresence && !(pack.Confirmation?.Judge(faces[0], Math.Max(turned.Width, turned.Height), mesh) < 0);
    }

    MeshRegion IFaceModels.RegionOf(in DetectedFace face) => Mesh.RegionOf(face);

    void IFaceModels.Mesh(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<MeshRegion> regions, Span<MeshResult> results)
    {
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(Mesh, pictures[at..], regions[at..]);
            for (var item = 0; item < count; item++) results[at + item] = Mesh.Read(item, _points);
        }
    }

    void IFaceModels.Pose(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<HeadAngles> results) =>
        Look(Pose, pictures, faces, results);

    void IFaceModels.Quality(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<QualityScores> results) =>
        Look(Quality, pictures, faces, results);

    void IFaceModels.Obstacle(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<ObstacleScores> results) =>
        Look(Obstacle, pictures, faces, results);

    CoverScores IFaceModels.Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins) =>
        _cover.Run(picture, points, margins);

    void IFaceModels.Mask(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<float> results) =>
        Look(Mask, pictures, faces, results);

    void IFaceModels.AntiSpoof(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<AntiSpoofScores> results) =>
        Look(AntiSpoof, pictures, faces, results);

    void IFaceModels.Embed(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<FacePoints> points, Span<float> embeddings)
    {
        var length = Embedder.Length;
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(Embedder, pictures[at..], points[at..]);
            for (var item = 0; item < count; item++) Embedder.Read(item, embeddings.Slice((at + item) * length, length));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector?.Dispose();
        _mesh?.Dispose();
        _pose?.Dispose();
        _quality?.Dispose();
        _obstacle?.Dispose();
        _mask?.Dispose();
        _antiSpoof?.Dispose();
        _embedder?.Dispose();
        _turned?.Dispose();
    }

    IFaceDetector NewDetector()
    {
        var session = pack[PackRole.Detector];
        return session.Model.Architecture switch
        {
            "yunet" => new YuNetDetector(session, pack.DetectorSide),
            "scrfd" => new ScrfdDetector(session, pack.DetectorSide),
            var other => throw new ModelException(
                $"The manifest's detector {session.Model.Id} has the architecture \"{other}\", which this version does not know: "
                + "it knows yunet and scrfd."),
        };
    }

    static void Look<TResult>(
        IFaceCropModel<TResult> model, ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<TResult> results)
    {
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(model, pictures[at..], faces[at..]);
            for (var item = 0; item < count; item++) results[at + item] = model.Read(item);
        }
    }

    // as many pictures as the model takes at once; says how many
    static int RunNext<TPlace>(IBatchedModel<TPlace> model, ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<TPlace> places)
    {
        var count = Math.Min(model.MaxBatch, pictures.Length);
        for (var item = 0; item < count; item++) model.Draw(item, pictures[item], places[item]);
        model.Run(count);
        return count;
    }
}
