using System.Numerics;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Networks;

namespace FaceAuth.Pipeline.Packs;

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
    public void Mesh(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<MeshRegion> regions, Span<MeshResult> results)
    {
        var mesh = worker.Mesh;
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(mesh, pictures[at..], regions[at..]);
            for (var item = 0; item < count; item++) results[at + item] = mesh.Read(item, _points);
        }
    }

    /// <inheritdoc/>
    public void Pose(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<HeadAngles> results) =>
        Look(worker.Pose, pictures, faces, results);

    /// <inheritdoc/>
    public void Quality(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<QualityScores> results) =>
        Look(worker.Quality, pictures, faces, results);

    /// <inheritdoc/>
    public void Obstacle(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<ObstacleScores> results) =>
        Look(worker.Obstacle, pictures, faces, results);

    /// <inheritdoc/>
    public CoverScores Cover(PicturePyramid picture, in FacePoints points, in ObstacleScores margins) => _cover.Run(picture, points, margins);

    /// <inheritdoc/>
    public void Mask(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<float> results) =>
        Look(worker.Mask, pictures, faces, results);

    /// <inheritdoc/>
    public void AntiSpoof(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<AntiSpoofScores> results) =>
        Look(worker.AntiSpoof, pictures, faces, results);

    /// <inheritdoc/>
    public void Embed(ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<FacePoints> points, Span<float> embeddings)
    {
        var embedder = worker.Embedder;
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(embedder, pictures[at..], points[at..]);
            for (var item = 0; item < count; item++) embedder.Read(item, embeddings.Slice((at + item) * embedder.Length, embedder.Length));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => worker.Dispose();

    static void Look<TResult>(IFaceCropModel<TResult> model, ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<Box> faces, Span<TResult> results)
    {
        for (int at = 0, count; at < pictures.Length; at += count)
        {
            count = RunNext(model, pictures[at..], faces[at..]);
            for (var item = 0; item < count; item++) results[at + item] = model.Read(item);
        }
    }

    /// <summary>Runs a model on as many pictures as it takes at once, and says how many.</summary>
    static int RunNext<TPlace>(IBatchedModel<TPlace> model, ReadOnlySpan<PicturePyramid> pictures, ReadOnlySpan<TPlace> places)
    {
        var count = Math.Min(model.MaxBatch, pictures.Length);
        for (var item = 0; item < count; item++) model.Draw(item, pictures[item], places[item]);
        model.Run(count);
        return count;
    }
}
