using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Inference;

public sealed class OnnxRunTests
{
    const int Most = 4;

    static readonly string[] Photos =
        ["video/single_face.mp4", "verify/us_gov/obama/obama.jpg", "blink_stills/closed_closed.jpg", "misc/headpose_AFW_134212_1_4.jpg"];

    /// <summary>Every model that looks at one face; its input's sides are in the manifest.</summary>
    public static TheoryData<string, string> Models { get; } = new(
        from id in (string[])["face_landmarks_478_fp32", "face_landmarks_478_fp16", "minifasnet_v2", "minifasnet_v1se",
            "mobilefacenet_128d", "w600k_mbf_dequant", "seeta_pose_estimation", "seeta_quality_lbn", "seeta_landmarker_mask_pts5",
            "seeta_mask_detector"]
        from provider in (string[])[nameof(InferenceProvider.Cpu), nameof(InferenceProvider.Cuda)]
        select (id, provider));

    [Theory]
    [MemberData(nameof(Models))]
    public void Items_run_at_once_get_the_answers_that_they_get_alone(string id, string provider)
    {
        // A GPU's way is walked on the processor's memory.
        using var session = Open(id, Enum.Parse<InferenceProvider>(provider), new() { MaxBatch = Most });
        using var run = NewRun(session);
        Assert.Equal(Most, run.MaxBatch);
        for (var item = 0; item < Most; item++) Draw(session.Model, Photos[item], run.InputOf(item));
        run.Run(Most);
        var together = Enumerable.Range(0, Most).Select(item => Answers(run, item)).ToList();

        for (var item = 0; item < Most; item++)
        {
            Draw(session.Model, Photos[item], run.Input);
            run.Run();

            Assert.All(Answers(run, 0).Zip(together[item]), pair => Assert.True(
                MathF.Abs(pair.First - pair.Second) <= 1e-3f * MathF.Max(1, MathF.Abs(pair.First)), $"{Photos[item]}: {pair}"));
        }

        Assert.NotEqual(together[0], together[1]);
    }

    [Fact]
    public void A_number_of_items_beyond_the_most_is_refused()
    {
        using var session = Open("minifasnet_v2", InferenceProvider.Cpu, new() { MaxBatch = 2 });
        using var run = NewRun(session);

        Assert.Throws<ArgumentOutOfRangeException>(() => run.Run(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.Run(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => run.InputOf(2)[0] = 1);
    }

    [Fact]
    public void One_item_at_a_time_is_the_default_on_processors_and_the_only_way_for_detectors()
    {
        using var mesh = Open("face_landmarks_478_fp32", InferenceProvider.Cpu, new());
        using var detector = Open("yunet_n_dynamic", InferenceProvider.Cpu, new() { MaxBatch = 8 });

        Assert.Equal(1, mesh.MaxBatch);
        Assert.Equal(1, detector.MaxBatch);
        Assert.Equal(8, new InferenceOptions().BatchOn(InferenceProvider.Cuda));
    }

    [Theory]
    [InlineData("face_landmarks_478_fp32")]
    [InlineData("w600k_mbf_dequant")]
    [InlineData("minifasnet_v1se")]
    public void Runs_of_any_number_of_items_allocate_nothing_once_they_were_there(string id)
    {
        using var session = Open(id, InferenceProvider.Cpu, new() { MaxBatch = 3 });
        using var run = NewRun(session);
        for (var count = 1; count <= 3; count++) run.Run(count);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 6; i++) run.Run(1 + i % 3);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("permissive")]
    [InlineData("insightface")]
    public void Finding_faces_allocates_nothing_whatever_sizes_the_file_declares(string pack)
    {
        using var worker = TestPacks.Worker(pack);
        using var frame = Clips.Still(SharedFiles.Data(Photos[0]));
        var (picture, faces) = (Imaging.Pictures.Load(frame), new DetectedFace[8]);
        for (var i = 0; i < 2; i++) worker.Detector.Detect(picture, faces);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) worker.Detector.Detect(picture, faces);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_provider_that_dies_ends_the_run_with_a_fault_and_the_next_one_may_work()
    {
        using var session = Open("minifasnet_v2", InferenceProvider.Cuda, new());
        using var run = NewRun(session);
        session.BeforeRun = () => throw new InvalidOperationException("the device is gone");

        var fault = Assert.Throws<ModelException>(run.Run);

        Assert.Contains("minifasnet_v2", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Cuda", fault.Message, StringComparison.Ordinal);
        Assert.Contains("the device is gone", fault.Message, StringComparison.Ordinal);
        session.BeforeRun = null;
        run.Run();
    }

    [Fact]
    public void A_dying_provider_that_the_processor_may_replace_changes_no_answer_is_told_once()
    {
        using var session = Open("minifasnet_v2", InferenceProvider.Cuda, new() { AllowFallback = true });
        using var run = NewRun(session);
        using var other = NewRun(session);
        var told = new List<string>();
        session.FailedOver += problem => told.Add(problem.Message);
        Draw(session.Model, Photos[0], run.Input);
        Draw(session.Model, Photos[0], other.Input);
        run.Run();
        var before = Answers(run, 0);

        session.BeforeRun = () => throw new InvalidOperationException("the device is gone");
        run.Run();
        other.Run();

        Assert.Equal(before, Answers(run, 0), Near);
        Assert.Equal(before, Answers(other, 0), Near);
        Assert.Equal(InferenceProvider.Cpu, session.Successor!.Provider);
        Assert.Contains("the processor takes over", Assert.Single(told), StringComparison.Ordinal);
    }

    static OnnxSession Open(string id, InferenceProvider provider, InferenceOptions options)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model(id);
        return OnnxSession.Open(model, File.ReadAllBytes(SharedFiles.Model(model.File)), provider, options, isTwin: !Gpu.IsHere);
    }

    static OnnxRun NewRun(OnnxSession session)
    {
        var (model, format) = (session.Model, session.Model.Format(PictureBorder.Repeat));
        long[] input = model.Preprocessing.Layout == "NHWC" ? [1, format.Height, format.Width, 3] : [1, 3, format.Height, format.Width];
        return new(session, input, [.. model.Outputs.Select(output => output.Shape.Select(side => (long)Math.Max(1, side)).ToArray())]);
    }

    static void Draw(ModelEntry model, string photo, Span<float> input)
    {
        using var frame = Clips.Still(SharedFiles.Data(photo));
        var format = model.Format(PictureBorder.Repeat);
        var face = new Box(frame.Width * 0.25f, frame.Height * 0.15f, frame.Width * 0.5f, frame.Height * 0.7f);
        Imaging.Pictures.Load(frame).Sample(CropMap.Stretch(CropMap.Square(face, 1), format.Width, format.Height), format, input);
    }

    static float[] Answers(OnnxRun run, int item)
    {
        var answers = new List<float>();
        for (var output = 0; output < run.OutputCount; output++) answers.AddRange(run.Output(output, item));
        return [.. answers];
    }

    static bool Near(float expected, float actual) => MathF.Abs(expected - actual) <= 1e-4f * MathF.Max(1, MathF.Abs(expected));
}
