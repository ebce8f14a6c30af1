using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Inference.Rewriting;
using FaceAuth.Pipeline.Packs;
using FaceAuth.Pipeline.Tests.Packs;

namespace FaceAuth.Pipeline.Tests.Inference;

/// <summary>A small ONNX file, written field by field.</summary>
internal sealed record TinyModel(IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxTensor> Constants)
{
    public long OperatorSet { get; init; } = 13;

    /// <summary>Sides of the input x; −1 for an open one.</summary>
    public IReadOnlyList<long> Input { get; init; } = [1, 3, 2, 2];

    /// <summary>Sides of the output y.</summary>
    public IReadOnlyList<long> Output { get; init; } = [1, 3, 2, 2];

    /// <summary>Further inputs, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Others { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>What the file says of values between operations, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Between { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>y = PRelu(x, slope).</summary>
    public static TinyModel PRelu(OnnxTensor slope) => new([OnnxNode.Of("PRelu", "y", "x", slope.Name)], [slope]);

    public byte[] Write()
    {
        var graph = new ProtoWriter();
        foreach (var node in Nodes) graph.Content(1, node.Message.Span);
        graph.Text(2, "tiny");
        foreach (var constant in Constants) graph.Content(5, constant.Message.Span);
        graph.Message(11, Value("x", Input));
        foreach (var (name, shape) in Others) graph.Message(11, Value(name, shape));
        graph.Message(12, Value("y", Output));
        foreach (var (name, shape) in Between) graph.Message(13, Value(name, shape));
        return new ProtoWriter()
            .Number(1, 8)
            .Message(7, graph)
            .Message(8, new ProtoWriter().Number(2, OperatorSet))
            .Written.ToArray();
    }

    /// <summary>The manifest's entry of such a file.</summary>
    public static ModelEntry Entry(params int[] shape) => ModelManifest.Read(ModelManifest.DefaultPath).Model("yunet_n_dynamic") with
    {
        Inputs = [new("x", "float32", shape)],
        Outputs = [new("y", "float32", shape)],
    };

    /// <summary>y for an x of the entry's shape, by default 1 × 3 × 2 × 2, by the file as it is.</summary>
    public static float[] Run(byte[] model, ReadOnlySpan<float> x, ModelEntry? entry = null)
    {
        entry ??= Entry(1, 3, 2, 2);
        using var session = OnnxSession.Open(entry, model, InferenceProvider.Cpu, TestPacks.Inference with { Rewrite = false });
        using var run = new OnnxRun(session, Long(entry.Inputs[0]), Long(entry.Outputs[0]));
        x.CopyTo(run.Input);
        run.Run();
        return run.Output(0).ToArray();
    }

    static long[] Long(TensorEntry tensor) => [.. tensor.Shape.Select(side => (long)side)];

    static ProtoWriter Value(string name, IReadOnlyList<long> shape)
    {
        var sides = new ProtoWriter();
        foreach (var side in shape) sides.Message(1, side < 0 ? new ProtoWriter().Text(2, "open") : new ProtoWriter().Number(1, side));
        var tensor = new ProtoWriter().Number(1, OnnxTensor.Float).Message(2, sides);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
