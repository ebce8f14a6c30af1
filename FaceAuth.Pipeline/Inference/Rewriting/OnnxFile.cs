namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>
/// An ONNX file taken apart as far as the rewrites need it (ModelProto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto);
/// all else is kept as it is.
/// </summary>
internal sealed class OnnxFile
{
    const int GraphField = 7, OperatorSetField = 8;
    const int NodeField = 1, ConstantField = 5, InputField = 11, OutputField = 12, ValueField = 13;

    readonly List<ReadOnlyMemory<byte>> _others = [];
    readonly List<ReadOnlyMemory<byte>> _graphOthers = [];
    int _size;

    OnnxFile()
    {
    }

    /// <summary>Version of ONNX's own operators.</summary>
    public long OperatorSet { get; private set; }

    /// <summary>The graph's operations, each after those that it needs.</summary>
    public List<OnnxNode> Nodes { get; set; } = [];

    /// <summary>The graph's constants.</summary>
    public List<OnnxTensor> Constants { get; set; } = [];

    /// <summary>The graph's inputs.</summary>
    public List<OnnxValue> Inputs { get; set; } = [];

    /// <summary>The graph's outputs.</summary>
    public List<OnnxValue> Outputs { get; set; } = [];

    /// <summary>What the file says of values between operations; may be nothing.</summary>
    public List<OnnxValue> Values { get; set; } = [];

    /// <summary>Takes a file apart; null where it is none, or one with parts that this does not know.</summary>
    public static OnnxFile? Read(ReadOnlyMemory<byte> bytes)
    {
        var file = new OnnxFile { _size = bytes.Length };
        ReadOnlyMemory<byte>? graph = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == GraphField)
            {
                if (graph is not null) return null;
                graph = reader.Content;
                continue;
            }

            file._others.Add(reader.Whole);
            if (reader.Field == OperatorSetField) file.ReadOperatorSet(reader.Content);
        }

        return !reader.IsBroken && graph is { } found && file.TryReadGraph(found) ? file : null;
    }

    /// <summary>Constants by name, without those that a caller of the model may replace.</summary>
    public Dictionary<string, OnnxTensor> ConstantsByName()
    {
        var byName = new Dictionary<string, OnnxTensor>(Constants.Count);
        foreach (var constant in Constants) byName[constant.Name] = constant;
        foreach (var input in Inputs) byName.Remove(input.Name);
        return byName;
    }

    /// <summary>The file as it now is.</summary>
    public byte[] Write()
    {
        var graph = new ProtoWriter(_size + _size / 8);
        foreach (var node in Nodes) graph.Content(NodeField, node.Message.Span);
        foreach (var constant in Constants) graph.Content(ConstantField, constant.Message.Span);
        foreach (var input in Inputs) graph.Message(InputField, input.Write());
        foreach (var output in Outputs) graph.Message(OutputField, output.Write());
        foreach (var value in Values) graph.Message(ValueField, value.Write());
        foreach (var other in _graphOthers) graph.Copy(other);
        var file = new ProtoWriter(graph.Written.Length + 1024);
        foreach (var other in _others) file.Copy(other);
        return file.Message(GraphField, graph).Written.ToArray();
    }

    bool TryReadGraph(ReadOnlyMemory<byte> graph)
    {
        var reader = new ProtoReader(graph);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case NodeField:
                    if (OnnxNode.Read(reader.Content) is not { } node) return false;
                    Nodes.Add(node);
                    break;
                case ConstantField:
                    if (OnnxTensor.Read(reader.Content) is not { } constant) return false;
                    Constants.Add(constant);
                    break;
                case InputField or OutputField or ValueField:
                    if (OnnxValue.Read(reader.Content) is not { } value) return false;
                    (reader.Field == InputField ? Inputs : reader.Field == OutputField ? Outputs : Values).Add(value);
                    break;
                default:
                    _graphOthers.Add(reader.Whole);
                    break;
            }
        }

        return !reader.IsBroken;
    }

    void ReadOperatorSet(ReadOnlyMemory<byte> message)
    {
        var (domain, version) = ("", 0L);
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) domain = reader.Text;
            if (reader.Field == 2) version = (long)reader.Number;
        }

        if (domain is "" or "ai.onnx") OperatorSet = version;
    }
}
