using FaceAuth.Pipeline.Inference.Rewriting;

namespace FaceAuth.Pipeline.Tests.Inference.Rewriting;

public sealed class ChannelRoundingTests
{
    const long Rounded = 16;   // nine, by blocks of 8 as of 16

    static readonly float[] X = [.. Enumerable.Range(0, 12).Select(i => MathF.Sin(i))];

    [Fact]
    public void Channels_between_convolutions_are_rounded_up_and_nothing_shows()
    {
        var model = Network().Write();
        var file = OnnxFile.Read(model)!;

        Assert.Equal(3, ChannelRounding.Apply(file));

        Assert.Equal([Rounded, 3, 1, 1], Weights(file, 0).Shape);
        Assert.Equal([Rounded, 1, 1, 1], Weights(file, 2).Shape);
        Assert.Equal(Rounded, file.Nodes[2].Number("group"));
        Assert.Equal([3, Rounded, 1, 1], Weights(file, 3).Shape);
        Assert.Equal(TinyModel.Run(model, X), TinyModel.Run(file.Write(), X), Near);
    }

    [Fact]
    public void Channels_that_something_else_reads_stay()
    {
        // A Flatten between the layers would see the added ones.
        var network = Network();
        var file = OnnxFile.Read((network with { Nodes = [.. network.Nodes, OnnxNode.Of("Flatten", "flat", "c")] }).Write())!;

        Assert.Equal(0, ChannelRounding.Apply(file));
    }

    [Fact]
    public void Weights_that_contradict_one_another_stay()
    {
        var network = Network();
        var file = OnnxFile.Read((network with { Constants = [.. network.Constants.Skip(1), Constant("first", 10, 3, 1, 1)] }).Write())!;

        Assert.Equal(0, ChannelRounding.Apply(file));
    }

    [Fact]
    public void A_network_with_any_byte_changed_never_throws()
    {
        var model = Network().Write();

        for (var at = 0; at < model.Length; at++)
        {
            foreach (var value in (byte[])[0, 0x7F, 0xFF, (byte)(model[at] ^ 1), (byte)(model[at] + 1)])
            {
                var broken = (byte[])model.Clone();
                broken[at] = value;
                if (ModelRewrite.Apply(broken, TinyModel.Entry(1, 3, 2, 2)) is { } rewritten)
                    Assert.NotNull(OnnxFile.Read(rewritten.Bytes));
            }
        }
    }

    /// <summary>Three channels to nine, PRelu, a convolution of each channel alone, and back to three.</summary>
    static TinyModel Network() => new(
        [
            OnnxNode.Of("Conv", "a", "x", "first", "bias"),
            OnnxNode.Of("PRelu", "b", "a", "slopes"),
            OnnxNode.Of("Conv", "c", "b", "second").WithNumber("group", 9),
            OnnxNode.Of("Conv", "y", "c", "third"),
        ],
        [
            Constant("first", 9, 3, 1, 1), Constant("bias", 9), Constant("slopes", 9, 1, 1),
            Constant("second", 9, 1, 1, 1), Constant("third", 3, 9, 1, 1),
        ]);

    static OnnxTensor Constant(string name, params long[] shape) =>
        OnnxTensor.Of(
            name, shape, Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(i => MathF.Cos(i * name.Length)).ToArray());

    static OnnxTensor Weights(OnnxFile file, int node) => file.ConstantsByName()[file.Nodes[node].Inputs[1]];

    static bool Near(float expected, float actual) => MathF.Abs(expected - actual) <= 1e-5f;
}
