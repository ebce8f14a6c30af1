using System.Diagnostics;
using System.Numerics.Tensors;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Bench.Pipeline;

/// <summary>What each role of the permissive pack costs a picture on the processor and on a GPU.</summary>
/// <remarks>
/// One worker and one thread: drawing the input, running the models, reading the answers. For a build with -p:OnnxRuntime=Gpu on a
/// machine with a GPU.
/// </remarks>
internal sealed class ProviderRates : IDisposable
{
    const int Pictures = 8;

    readonly PicturePyramid[] _pictures = new PicturePyramid[Pictures];
    readonly DetectedFace[] _faces = new DetectedFace[Pictures];
    readonly MeshRegion[] _regions = new MeshRegion[Pictures];
    readonly Box[] _boxes = new Box[Pictures];
    readonly FacePoints[] _points = new FacePoints[Pictures];
    readonly float[] _live;   // the processor's answers
    readonly float[] _eyes;
    readonly float[] _embeddings;
    readonly List<VideoFrame> _frames = [.. Clips.Frames(SharedFiles.Data("video/single_face.mp4"), "scale=640:-2:flags=area", Pictures)];

    ProviderRates()
    {
        using var pack = Load(new() { Provider = InferenceProvider.Cpu });
        using IFaceModels models = pack.ForWorker();
        for (var i = 0; i < Pictures; i++)
        {
            _pictures[i] = new();
            _pictures[i].Load(_frames[i]);
            if (models.Detect(_pictures[i], _faces.AsSpan(i)) == 0) throw new InvalidOperationException("A face was not found.");
            (_regions[i], _boxes[i], _points[i]) = (models.RegionOf(_faces[i]), _faces[i].Box, _faces[i].Points);
        }

        var spoof = new AntiSpoofScores[Pictures];
        models.AntiSpoof(_pictures, _boxes, spoof);
        _live = [.. spoof.Select(scores => scores.Live)];
        var meshes = new MeshResult[Pictures];
        models.Mesh(_pictures, _regions, meshes);
        _eyes = [.. meshes.Select(mesh => mesh.SmallerEye)];
        _embeddings = new float[Pictures * pack.Embedder.EmbeddingLength];
        models.Embed(_pictures, _points, _embeddings);
    }

    /// <summary>Prints a table: a row a role, a column a way to run it.</summary>
    public static void Run()
    {
        var processor = new InferenceOptions { Provider = InferenceProvider.Cpu };
        var gpu = new InferenceOptions { Provider = InferenceProvider.Cuda };
        (string Name, InferenceOptions Options, int Items)[] ways =
        [
            ("processor", processor, 1),
            ("CUDA, operations started one by one", gpu with { CudaGraphs = false, MaxBatch = 1 }, 1),
            ("the same, 8 at once", gpu with { CudaGraphs = false }, Pictures),
            ("CUDA, recorded", gpu with { MaxBatch = 1 }, 1),
            ("the same, 1 of 8", gpu, 1),
            ("the same, 8 at once", gpu, Pictures),
            ("half precision, 8 at once", gpu with { HalfPrecision = true }, Pictures),
            ("algorithms tried out, 8 at once", gpu with { Tuning = new() { TriesConvolutions = true } }, Pictures),
        ];
        using var rates = new ProviderRates();
        Console.WriteLine(
            "ms a picture (median of 60; in brackets the first) | load s | greatest difference of live, eye, 1 - cosine "
            + "| detect | mesh | pose | quality | obstacle | mask | antispoof | embed");
        foreach (var (name, options, items) in ways) rates.Measure(name, options, items);
    }

    public void Dispose()
    {
        foreach (var frame in _frames) frame.Dispose();
    }

    static ModelPack Load(InferenceOptions options) =>
        ModelPack.Load(
            new ModelsOptions { Pack = "permissive", Directory = SharedFiles.RequireModels(), Manifest = FrameRig.Manifest() }, options);

    void Measure(string name, InferenceOptions options, int items)
    {
        var start = Stopwatch.GetTimestamp();
        using var pack = Load(options);
        var loaded = Stopwatch.GetElapsedTime(start);
        using IFaceModels models = pack.ForWorker();
        var length = pack.Embedder.EmbeddingLength;
        var (found, mesh, angles, quality, embeddings) =
            (new DetectedFace[8], new MeshResult[items], new HeadAngles[items], new QualityScores[items], new float[items * length]);
        var (margins, masks, spoof) = (new ObstacleScores[items], new float[items], new AntiSpoofScores[items]);
        var (live, eye, apart) = (0f, 0f, 0f);
        Action[] roles =
        [
            () => EachOf(items, picture => models.Detect(picture, found)),
            () => models.Mesh(_pictures.AsSpan(0, items), _regions.AsSpan(0, items), mesh),
            () => models.Pose(_pictures.AsSpan(0, items), _boxes.AsSpan(0, items), angles),
            () => models.Quality(_pictures.AsSpan(0, items), _boxes.AsSpan(0, items), quality),
            () => models.Obstacle(_pictures.AsSpan(0, items), _boxes.AsSpan(0, items), margins),
            () => models.Mask(_pictures.AsSpan(0, items), _boxes.AsSpan(0, items), masks),
            () => models.AntiSpoof(_pictures.AsSpan(0, items), _boxes.AsSpan(0, items), spoof),
            () => models.Embed(_pictures.AsSpan(0, items), _points.AsSpan(0, items), embeddings),
        ];
        var cells = roles.Select(role =>
        {
            var first = Time(role);
            for (var i = 0; i < 10; i++) role();
            var times = Enumerable.Range(0, 60).Select(_ => Time(role)).Order().ToList();
            return FormattableString.Invariant($"{times[30] / items:F2} ({first:F0})");
        }).ToList();
        for (var i = 0; i < items; i++)
        {
            live = MathF.Max(live, MathF.Abs(spoof[i].Live - _live[i]));
            eye = MathF.Max(eye, MathF.Abs(mesh[i].SmallerEye - _eyes[i]));
            apart = MathF.Max(
                apart, 1 - TensorPrimitives.Dot<float>(embeddings.AsSpan(i * length, length), _embeddings.AsSpan(i * length, length)));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{name} | {loaded.TotalSeconds:F1} | {live:E1}, {eye:E1}, {apart:E1} | {string.Join(" | ", cells)}"));
    }

    void EachOf(int items, Action<PicturePyramid> role)
    {
        for (var i = 0; i < items; i++) role(_pictures[i]);
    }

    static double Time(Action role)
    {
        var start = Stopwatch.GetTimestamp();
        role();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
