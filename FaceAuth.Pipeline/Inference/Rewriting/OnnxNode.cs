namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>One operation of an ONNX file (NodeProto).</summary>
/// <param name="Operator">What it does, e.g. "Conv"; of ONNX's own operators only, others have "".</param>
/// <param name="Inputs">Names of its inputs.</param>
/// <param name="Outputs">Names of its outputs.</param>
/// <param name="Message">The whole NodeProto.</param>
internal sealed record OnnxNode(string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, ReadOnlyMemory<byte> Message)
{
    const int InputField = 1, OutputField = 2, NameField = 3, OperatorField = 4, AttributeField = 5, DomainField = 7;
    const int AttributeNumberField = 3, AttributeTensorField = 5, AttributeTypeField = 20;

    /// <summary>Makes a node with one output, which gives it its name too.</summary>
    public static OnnxNode Of(string type, string output, params string[] inputs)
    {
        var writer = new ProtoWriter();
        foreach (var input in inputs) writer.Text(InputField, input);
        writer.Text(OutputField, output).Text(NameField, output).Text(OperatorField, type);
        return new(type, inputs, [output], writer.Written.ToArray());
    }

    /// <summary>Reads a NodeProto; null where it is broken.</summary>
    public static OnnxNode? Read(ReadOnlyMemory<byte> message)
    {
        var (type, domain, inputs, outputs) = ("", "", new List<string>(), new List<string>());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case InputField:
                    inputs.Add(reader.Text);
                    break;
                case OutputField:
                    outputs.Add(reader.Text);
                    break;
                case OperatorField:
                    type = reader.Text;
                    break;
                case DomainField:
                    domain = reader.Text;
                    break;
            }
        }

        return reader.IsBroken ? null : new(domain is "" or "ai.onnx" ? type : "", inputs, outputs, message);
    }

    /// <summary>Whether it has attributes at all.</summary>
    public bool HasAttributes
    {
        get
        {
            var reader = new ProtoReader(Message);
            while (reader.Next())
            {
                if (reader.Field == AttributeField) return true;
            }

            return false;
        }
    }

    /// <summary>The value of a Constant; null for other operations.</summary>
    public OnnxTensor? Constant
    {
        get
        {
            if (Operator != "Constant") return null;
            var reader = new ProtoReader(Message);
            while (reader.Next())
            {
                if (reader.Field != AttributeField) continue;
                var attribute = new ProtoReader(reader.Content);
                while (attribute.Next())
                {
                    if (attribute.Field == AttributeTensorField) return OnnxTensor.Read(attribute.Content);
                }
            }

            return null;
        }
    }

    /// <summary>A number among its attributes; null where there is none of that name.</summary>
    public long? Number(string name)
    {
        var reader = new ProtoReader(Message);
        while (reader.Next())
        {
            if (reader.Field != AttributeField || NameOf(reader.Content) != name) continue;
            var attribute = new ProtoReader(reader.Content);
            while (attribute.Next())
            {
                if (attribute.Field == AttributeNumberField) return (long)attribute.Number;
            }
        }

        return null;
    }

    /// <summary>The same operation on other inputs.</summary>
    public OnnxNode WithInputs(IReadOnlyList<string> inputs)
    {
        var writer = new ProtoWriter();
        foreach (var input in inputs) writer.Text(InputField, input);
        var reader = new ProtoReader(Message);
        while (reader.Next())
        {
            if (reader.Field != InputField) writer.Copy(reader.Whole);
        }

        return this with { Inputs = inputs, Message = writer.Written.ToArray() };
    }

    /// <summary>The same operation with another number among its attributes.</summary>
    public OnnxNode WithNumber(string name, long value)
    {
        var writer = new ProtoWriter();
        var reader = new ProtoReader(Message);
        while (reader.Next())
        {
            if (reader.Field != AttributeField || NameOf(reader.Content) != name) writer.Copy(reader.Whole);
        }

        writer.Message(AttributeField, new ProtoWriter().Text(1, name).Number(AttributeNumberField, value).Number(AttributeTypeField, 2));
        return this with { Message = writer.Written.ToArray() };
    }

    static string NameOf(ReadOnlyMemory<byte> attribute)
    {
        var reader = new ProtoReader(attribute);
        while (reader.Next())
        {
            if (reader.Field == 1) return reader.Text;
        }

        return "";
    }
}
