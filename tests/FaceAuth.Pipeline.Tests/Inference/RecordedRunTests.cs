using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Networks;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Inference;

/// <summary>The way of runs that are recorded as CUDA graphs, walked on the processor.</summary>
/// <remarks>
/// Memory of fixed address that is copied to and from, a number for each recording, turns. What a GPU does with them is not tested.
/// </remarks>
public sealed class RecordedRunTests
{
    static readonly InferenceOptions Recording = new() { CudaGraphs = true, MaxBatch = 3 };

    [Theory]
    [InlineData("minifasnet_v2")]
    [InlineData("face_landmarks_478_fp16")]
    public void Every_run_sees_what_was_written_before_it_and_answers_as_an_unrecorded_one(string id)
    {
        using var recorded = Open(id, Recording);
        using var plain = Open(id, Recording with { CudaGraphs = false });
        using var run = NewRun(recorded);
        using var expected = NewRun(plain);
        Assert.NotNull(recorded.Recorder);
        Assert.Null(plain.Recorder);

        foreach (var (seed, count) in ((int, int)[])[(1, 1), (2, 3), (3, 1), (4, 2), (5, 3)])
        {
            for (var item = 0; item < count; item++)
            {
                Noise(seed + 10 * item, run.InputOf(item));
                Noise(seed + 10 * item, expected.InputOf(item));
            }

            run.Run(count);
            expected.Run(count);

            for (var item = 0; item < count; item++) Assert.Equal(expected.Output(0, item).ToArray(), run.Output(0, item).ToArray(), Near);
        }
    }

    [Fact]
    public void Workers_on_their_own_threads_get_their_own_answers()
    {
        using var session = Open("minifasnet_v2", Recording);
        var expected = Enumerable.Range(0, 4).Select(seed => Answer(session, seed)).ToArray();

        var wrong = new int[4];
        var threads = Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            using var run = NewRun(session);
            Noise(seed, run.Input);
            for (var i = 0; i < 20; i++)
            {
                run.Run();
                if (!run.Output(0).SequenceEqual(expected[seed])) wrong[seed]++;
            }
        })).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Equal([0, 0, 0, 0], wrong);
    }

    [Fact]
    public void Runs_are_recorded_unless_that_is_turned_off()
    {
        using var session = Open("minifasnet_v2", new());
        using var plain = Open("minifasnet_v2", new() { CudaGraphs = false });

        Assert.NotNull(session.Recorder);
        Assert.Null(plain.Recorder);
    }

    [Theory]
    [InlineData("yunet_n_dynamic", 0.01f)]
    [InlineData("det_500m", 0.01f)]
    [InlineData("starter_detector_1", 0.03f)]
    public void A_detector_on_a_gpu_looks_at_one_square_at_any_shape_and_finds_the_same(string id, float share)
    {
        using var session = Open(id, new());
        using var onProcessor = Open(id, new(), InferenceProvider.Cpu);
        using IFaceDetector detector = Detector(session), expected = Detector(onProcessor);
        foreach (var filter in (string[])["scale=640:480", "scale=640:360", "scale=360:640"])
        {
            using var frame = Clips.Still(SharedFiles.Data("video/single_face.mp4"), filter);
            var picture = Imaging.Pictures.Load(frame);
            var (found, faces) = (new DetectedFace[4], new DetectedFace[4]);

            var count = detector.Detect(picture, faces);

            Assert.Equal(expected.Detect(picture, found), count);
            Assert.Equal(found[0].Score, faces[0].Score, 0.01f);
            var within = share * found[0].Box.Width;   // what lies beyond the picture's edge is black in both, but not as wide
            Assert.Equal(found[0].Box.X, faces[0].Box.X, within);
            Assert.Equal(found[0].Box.Height, faces[0].Box.Height, within);
            Assert.Equal(found[0].Points.Nose.Y, faces[0].Points.Nose.Y, within);
        }
    }

    [Fact]
    public void A_provider_that_dies_hands_over_with_the_inputs_as_they_are()
    {
        using var session = Open("minifasnet_v2", Recording with { AllowFallback = true });
        using var run = NewRun(session);
        var expected = Answer(session, seed: 7);
        Noise(7, run.Input);

        session.BeforeRun = () => throw new InvalidOperationException("the device is gone");
        run.Run();

        Assert.Equal(expected, run.Output(0).ToArray(), (a, b) => MathF.Abs(a - b) <= 1e-3f * MathF.Max(1, MathF.Abs(a)));
        Assert.Null(session.Successor!.Recorder);
    }

    [Fact]
    public void While_one_run_is_recorded_whatever_else_reaches_the_gpu_waits()
    {
        using var session = Open("minifasnet_v2", Recording);
        var recordedOn = new HashSet<long>();
        var passed = false;
        var other = new Thread(() =>
        {
            using var turn = session.BesideRecordings();
            Volatile.Write(ref passed, true);
        });

        bool passedDuring;
        using (var turn = session.Recorder!.Enter(recordedOn))
        {
            other.Start();
            SpinWait.SpinUntil(() => Volatile.Read(ref passed) || (other.ThreadState & ThreadState.WaitSleepJoin) != 0);
            passedDuring = passed;
            turn.Complete();
        }

        other.Join();
        Assert.False(passedDuring);
        Assert.True(passed);
        Assert.Single(recordedOn);
    }

    static bool Near(float expected, float actual) => MathF.Abs(expected - actual) <= 1e-4f * MathF.Max(1, MathF.Abs(expected));

    static IFaceDetector Detector(OnnxSession session) =>
        session.Model.Architecture == "scrfd" ? new ScrfdDetector(session, 320) : new YuNetDetector(session, 320);

    static OnnxSession Open(string id, InferenceOptions options, InferenceProvider provider = InferenceProvider.Cuda)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model(id);
        return OnnxSession.Open(
            model, File.ReadAllBytes(PathOf(model)), provider, options, isTwin: provider != InferenceProvider.Cpu && !Gpu.IsHere);
    }

    static string PathOf(ModelEntry model) => model.File.StartsWith("starter", StringComparison.Ordinal)
        ? Path.Combine(StarterPackTests.Starter, model.File)
        : SharedFiles.Model(model.File);

    static OnnxRun NewRun(OnnxSession session)
    {
        var format = session.Model.Format(Pipeline.Imaging.PictureBorder.Repeat);
        return new(
            session, [1, 3, format.Height, format.Width],
            [.. session.Model.Outputs.Select(output => output.Shape.Select(side => (long)Math.Max(1, side)).ToArray())]);
    }

    static float[] Answer(OnnxSession session, int seed)
    {
        using var run = NewRun(session);
        Noise(seed, run.Input);
        run.Run();
        return run.Output(0).ToArray();
    }

    static void Noise(int seed, Span<float> input)
    {
        var random = new Random(seed);
        foreach (ref var value in input) value = random.NextSingle();
    }
}
