using System.Numerics;
using BenchmarkDotNet.Attributes;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Bench.Pipeline;

/// <summary>
/// Each network's run alone, beside the same with its picture cut, converted and its answer decoded: what is ours is the difference.
/// </summary>
/// <remarks>One thread a run; needs the models (FACEAUTH_MODELS or ../shared/models).</remarks>
[MemoryDiagnoser]
public class ModelBenchmarks
{
    static readonly int[] Strides = [8, 16, 32];

    readonly VideoFramePool _pool = new(1, 1);
    readonly PicturePyramid _picture = new();
    readonly DetectedFace[] _faces = new DetectedFace[64];
    readonly Vector3[] _points = new Vector3[FaceMesh.PointCount];
    readonly float[] _embedding = new float[512];
    readonly DetectedFace _face = new(
        new(250, 100, 180, 240), new(new(295, 190), new(385, 190), new(340, 240), new(300, 290), new(380, 290)), 1);

    VideoFrame _frame = null!;
    ModelPack _pack = null!;
    FaceModels _worker = null!;
    OnnxSession? _halfMesh;
    List<OnnxRun> _bare = [];
    Action _whole = () => { };

    [ParamsAllValues]
    public Network Network { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _frame = NoisePicture.Make(_pool, 640, 480);
        _picture.Load(_frame);
        var inference = new InferenceOptions { Provider = InferenceProvider.Cpu };
        var pack = Network is Network.Scrfd or Network.W600k ? "insightface" : "permissive";
        _pack = ModelPack.Load(new ModelsOptions { Pack = pack, Directory = SharedFiles.RequireModels() }, inference);
        _worker = _pack.ForWorker();
        (_bare, _whole) = Network switch
        {
            Network.YuNet => (Bare(PackRole.Detector, [1, 3, 256, 320], [.. YuNetShapes()]), Detect),
            Network.Scrfd => (Bare(PackRole.Detector, [1, 3, 256, 320], [.. ScrfdShapes()]), Detect),
            Network.Mesh => (Bare(PackRole.Mesh, [1, 3, 256, 256], [1, 1, 1, 1434], [1, 1, 1, 1], [1, 1]), Mesh(_worker.Mesh)),
            Network.MeshHalfPrecision => HalfMesh(inference),
            Network.Pose => (Bare(PackRole.Pose, [1, 3, 90, 90], [1, 3, 1, 1]), () => _worker.Pose.Run(_picture, _face.Box)),
            Network.Quality => (
                Bare(PackRole.Quality, [1, 227, 227, 3], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]),
                () => _worker.Quality.Run(_picture, _face.Box)),
            Network.Obstacle => (Bare(PackRole.Obstacle, [1, 3, 128, 128], [1, 20]), () => _worker.Obstacle.Run(_picture, _face.Box)),
            Network.Mask => (Bare(PackRole.Mask, [1, 3, 112, 112], [1, 2, 1, 1]), () => _worker.Mask.Run(_picture, _face.Box)),
            Network.AntiSpoof => (
                [
                    .. Bare(PackRole.AntiSpoofNarrow, [1, 3, 80, 80], [1, 3]), .. Bare(PackRole.AntiSpoofWide, [1, 3, 80, 80], [1, 3]),
                    .. Bare(PackRole.AntiSpoofClose, [1, 3, 128, 128], [1, 2]),
                ],
                () => _worker.AntiSpoof.Run(_picture, _face.Box)),
            _ => (Bare(PackRole.Embedder, [1, 3, 112, 112], [1, _pack.Embedder.EmbeddingLength]), Embed),
        };
    }

    [Benchmark(Baseline = true)]
    public void RunAlone()
    {
        foreach (var run in _bare) run.Run();
    }

    [Benchmark]
    public void FromPlanesToAnswer() => _whole();

    [GlobalCleanup]
    public void Cleanup()
    {
        foreach (var run in _bare) run.Dispose();
        _worker.Dispose();
        _pack.Dispose();
        _halfMesh?.Dispose();
        _frame.Dispose();
        _pool.Dispose();
    }

    void Detect()
    {
        // A new picture each time, so that its levels are made too.
        _picture.Load(_frame);
        _worker.Detector.Detect(_picture, _faces);
    }

    void Embed() => _worker.Embedder.Embed(_picture, _face.Points, _embedding.AsSpan(0, _pack.Embedder.EmbeddingLength));

    Action Mesh(FaceMesh mesh) => () => mesh.Run(_picture, mesh.RegionOf(_face), _points);

    (List<OnnxRun>, Action) HalfMesh(InferenceOptions inference)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model("face_landmarks_478_fp16");
        _halfMesh = OnnxSession.Open(model, File.ReadAllBytes(SharedFiles.Model(model.File)), InferenceProvider.Cpu, inference);
        return ([new(_halfMesh, [1, 3, 256, 256], [1, 1, 1, 1434], [1, 1, 1, 1], [1, 1])], Mesh(new FaceMesh(_halfMesh)));
    }

    List<OnnxRun> Bare(string role, long[] input, params long[][] outputs) => [new(_pack[role], input, outputs)];

    static IEnumerable<long[]> YuNetShapes() =>
        ((int[])[1, 1, 4, 10]).SelectMany(width => Strides.Select(stride => (long[])[1, 320 / stride * (256 / stride), width]));

    static IEnumerable<long[]> ScrfdShapes() =>
        ((int[])[1, 4, 10]).SelectMany(width => Strides.Select(stride => (long[])[2 * (320 / stride) * (256 / stride), width]));
}
