using System.Text;
using FaceAuth.Pipeline.Inference.Rewriting;

namespace FaceAuth.Pipeline.Tests.Inference.Rewriting;

public sealed class PReluRewriteTests
{
    static readonly float[] X = [-3, -0.5f, 0, 2, 1, -1, 4, -8, 0.25f, -0.25f, 100, -100];

    [Theory]
    [InlineData(0.25f, 0.5f, 1f)]
    [InlineData(0f, -0.75f, 0.125f)]
    [InlineData(0.5f, 1.5f, 20f)]
    [InlineData(-1f, -2f, 3f)]
    public void One_slope_a_channel_is_kept_whatever_it_is(float first, float second, float third)
    {
        var model = TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [first, second, third])).Write();

        var rewritten = Rewrite(model);

        Assert.NotNull(rewritten);
        Assert.DoesNotContain("PRelu", Encoding.ASCII.GetString(rewritten), StringComparison.Ordinal);
        float[] slopes = [first, second, third];
        Assert.Equal([.. X.Select((x, i) => x < 0 ? slopes[i / 4] * x : x)], Run(rewritten), Near);
        Assert.Equal(Run(model), Run(rewritten), Near);
    }

    [Theory]
    [InlineData(new long[] { 1, 3, 1, 1 }, 3)]
    [InlineData(new long[] { 1 }, 1)]
    [InlineData(new long[0], 1)]
    public void Slopes_of_other_shapes_are_kept(long[] shape, int count)
    {
        var model = TinyModel.PRelu(OnnxTensor.Of("slope", shape, new float[] { 0.5f, 0.25f, -1 }.AsSpan(0, count))).Write();

        var rewritten = Rewrite(model);

        Assert.NotNull(rewritten);
        Assert.Equal(Run(model), Run(rewritten), Near);
    }

    [Fact]
    public void Slopes_that_a_caller_may_replace_stay()
    {
        var model = TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [0.5f, 0.5f, 0.5f])) with
        {
            Others = new Dictionary<string, IReadOnlyList<long>> { ["slope"] = [3, 1, 1] },
        };

        Assert.Null(Rewrite(model.Write()));
    }

    [Fact]
    public void Slopes_that_the_graph_computes_stay()
    {
        var model = new TinyModel(
            [OnnxNode.Of("Abs", "slope", "constant"), OnnxNode.Of("PRelu", "y", "x", "slope")],
            [OnnxTensor.Of("constant", [3, 1, 1], [1f, 2, 3])]);

        Assert.Null(Rewrite(model.Write()));
    }

    [Fact]
    public void Slopes_over_more_than_one_side_stay() =>
        Assert.Null(Rewrite(TinyModel.PRelu(OnnxTensor.Of("slope", [3, 2, 1], new float[6])).Write()));

    [Fact]
    public void Slopes_that_are_no_numbers_stay() =>
        Assert.Null(Rewrite(TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [1, float.NaN, 1])).Write()));

    [Fact]
    public void Files_of_an_operator_set_without_broadcasting_stay() =>
        Assert.Null(Rewrite((TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [1f, 1, 1])) with { OperatorSet = 6 }).Write()));

    [Fact]
    public void Slopes_that_do_not_fill_their_shape_stay()
    {
        // float_data of two values where the shape says three
        var slope = new ProtoWriter().Number(1, 3).Number(1, 1).Number(1, 1).Number(2, OnnxTensor.Float)
            .Text(8, "slope").Content(9, new byte[8]).Written;

        Assert.Null(Rewrite(TinyModel.PRelu(OnnxTensor.Read(slope.ToArray())!).Write()));
    }

    [Fact]
    public void A_model_cut_off_anywhere_is_left_alone_or_still_sound_protobuf()
    {
        var model = TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [0.5f, 0.5f, 0.5f])).Write();

        for (var length = 0; length < model.Length; length++)
        {
            if (Rewrite(model.AsMemory(0, length)) is { } rewritten) Assert.NotNull(OnnxFile.Read(rewritten));
        }
    }

    [Fact]
    public void A_model_with_any_byte_changed_never_throws()
    {
        var model = TinyModel.PRelu(OnnxTensor.Of("slope", [3, 1, 1], [0.5f, 0.5f, 0.5f])).Write();

        for (var at = 0; at < model.Length; at++)
        {
            foreach (var value in (byte[])[0, 1, 0x7F, 0x80, 0xFF, (byte)(model[at] ^ 1), (byte)(model[at] + 1)])
            {
                var broken = (byte[])model.Clone();
                broken[at] = value;
                if (Rewrite(broken) is { } rewritten) Assert.NotNull(OnnxFile.Read(rewritten));
            }
        }
    }

    [Fact]
    public void A_length_beyond_the_file_is_a_fault_and_no_allocation() =>
        Assert.Null(OnnxFile.Read(new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1 }));

    static byte[]? Rewrite(ReadOnlyMemory<byte> model) => ModelRewrite.Apply(model, TinyModel.Entry(1, 3, 2, 2))?.Bytes;

    static float[] Run(byte[] model) => TinyModel.Run(model, X);

    static bool Near(float expected, float actual) => MathF.Abs(expected - actual) <= 1e-5f * MathF.Max(1, MathF.Abs(expected));
}
