using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.People.Rendering;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.People.Measuring;

/// <summary>Looks at rendered pictures with the production models. One thread.</summary>
internal sealed class Eyewitness : IDisposable
{
    readonly ModelPack _pack;
    readonly FaceModels _worker;
    readonly VideoFramePool _pool = new(limit: 4, kept: 2);
    readonly PicturePyramid _pyramid = new();
    readonly DetectedFace[] _faces = new DetectedFace[64];
    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];

    /// <param name="models">Folder with the pack's files.</param>
    /// <param name="pack">The pack; no other takes its place where it is missing.</param>
    /// <exception cref="ModelException">They cannot be used.</exception>
    public Eyewitness(string models, string pack = ModelsOptions.PreferredPack)
    {
        _pack = ModelPack.Load(
            new ModelsOptions { Directory = models, Pack = pack }, new InferenceOptions { Provider = InferenceProvider.Cpu });
        _worker = _pack.ForWorker();
    }

    /// <summary>What the models say about the largest face; null when the detector finds none.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="embeds">Whether an embedding is made.</param>
    public Sighting? Look(Picture picture, bool embeds = true)
    {
        using var frame = Lend(picture);
        _pyramid.Load(frame);
        try
        {
            var count = _worker.Detector.Detect(_pyramid, _faces);
            if (count == 0) return null;
            var face = _faces.Take(count).MaxBy(found => found.Box.Area);
            var mesh = _worker.Mesh.Run(_pyramid, _worker.Mesh.RegionOf(face), _points);
            var obstacle = _worker.Obstacle.Run(_pyramid, face.Box);
            var embedding = new float[_worker.Embedder.Length];
            if (embeds) _worker.Embedder.Embed(_pyramid, mesh.Points, embedding);
            return new(
                count, face, mesh, [.. _points], _worker.AntiSpoof.Run(_pyramid, face.Box), obstacle, _worker.Mask.Run(_pyramid, face.Box),
                _worker.Quality.Run(_pyramid, face.Box), embedding);
        }
        finally
        {
            _pyramid.Unload();
        }
    }

    /// <summary>The picture as a frame of the pipeline, owned by the caller.</summary>
    VideoFrame Lend(Picture picture)
    {
        if (!_pool.TryRent(picture.Width, picture.Height, out var frame)) throw new InvalidOperationException("Too many frames are out.");
        picture.CopyTo(frame);
        return frame;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _worker.Dispose();
        _pack.Dispose();
        _pool.Dispose();
    }
}
