using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Inference.Rewriting;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Inference.Rewriting;

/// <summary>Rewritten models answer as the files do, on faces.</summary>
public sealed class ModelRewriteTests
{
    static readonly string[] Photos =
    [
        "video/single_face.mp4", "verify/us_gov/obama/obama.jpg", "blink_stills/closed_closed.jpg",
        "misc/headpose_AFW_134212_1_4.jpg", "occlusion/none/407.jpg",
    ];

    [Theory]
    [InlineData("face_landmarks_478_fp32", 1e-3f)]   // pixels of 256
    [InlineData("minifasnet_v2", 1e-3f)]
    [InlineData("minifasnet_v1se", 1e-3f)]
    [InlineData("facenox_v2se", 1e-3f)]
    [InlineData("w600k_mbf_dequant", 1e-3f)]
    public void A_rewritten_network_answers_as_the_file_does(string id, float tolerance)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model(id);
        var bytes = File.ReadAllBytes(SharedFiles.Model(model.File));
        Assert.NotNull(ModelRewrite.Apply(bytes, model));
        using var plain = new Network(model, bytes, rewrite: false);
        using var rewritten = new Network(model, bytes, rewrite: true);

        foreach (var photo in Photos)
        {
            using var frame = Clips.Still(SharedFiles.Data(photo));
            var (expected, actual) = (plain.Run(frame), rewritten.Run(frame));

            Assert.All(expected.Zip(actual), pair => Assert.True(
                MathF.Abs(pair.First - pair.Second) <= tolerance * MathF.Max(1, MathF.Abs(pair.First)), $"{photo}: {pair}"));
        }
    }

    [Theory]
    [InlineData("yunet_n_dynamic", 8)]
    [InlineData("yunet_n_dynamic", 16)]
    [InlineData("mobilefacenet_128d", 8)]
    [InlineData("mobilefacenet_128d", 16)]
    [InlineData("seeta_quality_lbn", 8)]
    public void A_network_with_nothing_slow_stays_as_it_is(string id, int block)
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model(id);

        Assert.Null(ModelRewrite.Apply(File.ReadAllBytes(SharedFiles.Model(model.File)), model, block: block));
    }

    [Fact]
    public void What_fits_one_processors_blocks_is_rounded_for_another_whose_are_larger()
    {
        var model = ModelManifest.Read(ModelManifest.DefaultPath).Model("seeta_quality_lbn");

        Assert.NotNull(ModelRewrite.Apply(File.ReadAllBytes(SharedFiles.Model(model.File)), model, block: 16));
    }

    [Fact]
    public void A_float16_network_becomes_a_float32_one_of_the_same_weights()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);
        var (half, full) = (manifest.Model("face_landmarks_478_fp16"), manifest.Model("face_landmarks_478_fp32"));
        using var widened = new Network(half, File.ReadAllBytes(SharedFiles.Model(half.File)), rewrite: true);
        using var published = new Network(full, File.ReadAllBytes(SharedFiles.Model(full.File)), rewrite: true);
        using var frame = Clips.Still(SharedFiles.Data(Photos[0]));

        Assert.Equal(published.Run(frame), widened.Run(frame));
    }

    [Fact]
    public void A_float16_file_is_not_what_an_entry_of_float32_names()
    {
        var manifest = ModelManifest.Read(ModelManifest.DefaultPath);
        var bytes = File.ReadAllBytes(SharedFiles.Model("face_landmarks_478_fp16.onnx"));

        var fault = Assert.Throws<ModelException>(
            () => OnnxSession.Open(manifest.Model("face_landmarks_478_fp32"), bytes, InferenceProvider.Cpu, TestPacks.Inference));

        Assert.Contains("float16", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("face_landmarks_478_fp32", 69 + 3)]
    [InlineData("minifasnet_v2", 33)]
    public void Every_slow_operation_is_replaced(string id, int count)
    {
        var file = OnnxFile.Read(File.ReadAllBytes(SharedFiles.Model(ModelManifest.Read(ModelManifest.DefaultPath).Model(id).File)))!;

        ChannelRounding.Apply(file);
        Assert.Equal(count, PReluRewrite.Apply(file) + ChannelPadRewrite.Apply(file));

        Assert.DoesNotContain(file.Nodes, node => node.Operator is "PRelu" or "Pad");
    }

    [Theory]
    [InlineData(new long[] { 0, 0, 0, 0, 0, 2, 0, 0 }, true)]
    [InlineData(new long[] { 0, 1, 0, 0, 0, 1, 0, 0 }, false)]
    [InlineData(new long[] { 0, 0, 1, 0, 0, 2, 1, 0 }, false)]
    [InlineData(new long[] { 0, 0, 0, 0, 0, 0, 0, 0 }, false)]
    public void Only_channels_that_are_appended_become_a_convolution(long[] pads, bool replaced)
    {
        var model = new TinyModel(
            [OnnxNode.Of("Abs", "between", "x"), OnnxNode.Of("Pad", "y", "between", "pads")], [OnnxTensor.Of("pads", [8], pads)])
        {
            Output = [1 + pads[0] + pads[4], 3 + pads[1] + pads[5], 2 + pads[2] + pads[6], 2],
            Between = new Dictionary<string, IReadOnlyList<long>> { ["between"] = [1, 3, 2, 2] },
        };
        var (bytes, entry) = (
            model.Write(),
            TinyModel.Entry(1, 3, 2, 2) with { Outputs = [new("y", "float32", [.. model.Output.Select(side => (int)side)])] });

        var rewritten = ModelRewrite.Apply(bytes, entry)?.Bytes;

        Assert.Equal(replaced, rewritten is not null);
        if (replaced)
            Assert.Equal(
                [.. Enumerable.Range(1, 12).Select(i => (float)i), .. new float[8]],
                TinyModel.Run(rewritten!, Enumerable.Range(1, 12).Select(i => (float)i).ToArray(), entry));
    }

    [Fact]
    public void A_file_whose_names_collide_with_the_rewrites_loads_as_it_is()
    {
        var slope = OnnxTensor.Of("y/slope", [3, 1, 1], [0.5f, 0.5f, 0.5f]);
        var bytes = TinyModel.PRelu(slope).Write();

        using var session = OnnxSession.Open(TinyModel.Entry(1, 3, 2, 2), bytes, InferenceProvider.Cpu, TestPacks.Inference);
        using var run = new OnnxRun(session, [1, 3, 2, 2], [1, 3, 2, 2]);
        run.Input.Fill(-2);
        run.Run();

        Assert.All(run.Output(0).ToArray(), y => Assert.Equal(-1, y));
    }

    /// <summary>A network with its tensors, fed with the middle of a picture.</summary>
    sealed class Network : IDisposable
    {
        readonly OnnxSession _session;
        readonly OnnxRun _run;

        public Network(ModelEntry model, byte[] bytes, bool rewrite)
        {
            _session = OnnxSession.Open(model, bytes, InferenceProvider.Cpu, TestPacks.Inference with { Rewrite = rewrite });
            _run = new(_session, [1, 3, model.Preprocessing.Height, model.Preprocessing.Width],
                [.. model.Outputs.Select(output => output.Shape.Select(side => (long)Math.Max(1, side)).ToArray())]);
        }

        public float[] Run(VideoFrame frame)
        {
            var picture = Imaging.Pictures.Load(frame);
            var face = new Box(frame.Width * 0.25f, frame.Height * 0.15f, frame.Width * 0.5f, frame.Height * 0.7f);
            var format = _session.Model.Format(PictureBorder.Repeat);
            picture.Sample(CropMap.Stretch(CropMap.Square(face, 1), format.Width, format.Height), format, _run.Input);
            _run.Run();
            return [.. Enumerable.Range(0, _session.Model.Outputs.Count).SelectMany(output => _run.Output(output).ToArray())];
        }

        public void Dispose()
        {
            _run.Dispose();
            _session.Dispose();
        }
    }
}
