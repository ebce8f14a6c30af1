namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Name, type and shape of an input, an output or what lies between operations (ValueInfoProto of a tensor).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, TensorProto.DataType.</param>
/// <param name="Shape">Its sides: a number, or a name for a side that is open; null where nothing is known of them.</param>
internal sealed record OnnxValue(string Name, long Type, IReadOnlyList<OnnxSide>? Shape)
{
    const int NameField = 1, TypeField = 2, TensorField = 1, ElementField = 1, ShapeField = 2, SideField = 1;

    /// <summary>Reads a ValueInfoProto; null where it is broken or no tensor.</summary>
    public static OnnxValue? Read(ReadOnlyMemory<byte> message)
    {
        var (name, type) = ("", default(ReadOnlyMemory<byte>?));
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == NameField) name = reader.Text;
            if (reader.Field == TypeField) type = reader.Content;
        }

        if (reader.IsBroken || type is not { } found || Only(found, TensorField) is not { } tensor) return null;
        var (element, shape) = (0L, default(List<OnnxSide>?));
        reader = new ProtoReader(tensor);
        while (reader.Next())
        {
            if (reader.Field == ElementField) element = (long)reader.Number;
            if (reader.Field == ShapeField && (shape = ReadShape(reader.Content)) is null) return null;
        }

        return reader.IsBroken ? null : new(name, element, shape);
    }

    /// <summary>Its ValueInfoProto.</summary>
    public ProtoWriter Write()
    {
        var tensor = new ProtoWriter().Number(ElementField, Type);
        if (Shape is not null)
        {
            var shape = new ProtoWriter();
            foreach (var side in Shape)
            {
                var written = side.Name is { } name ? new ProtoWriter().Text(2, name) : new ProtoWriter().Number(1, side.Length);
                shape.Message(SideField, written);
            }

            tensor.Message(ShapeField, shape);
        }

        return new ProtoWriter().Text(NameField, Name).Message(TypeField, new ProtoWriter().Message(TensorField, tensor));
    }

    static List<OnnxSide>? ReadShape(ReadOnlyMemory<byte> message)
    {
        var shape = new List<OnnxSide>();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field != SideField) return null;
            var (length, name) = (0L, (string?)"");   // neither is an open side without a name
            var side = new ProtoReader(reader.Content);
            while (side.Next())
            {
                if (side.Field == 1) (length, name) = ((long)side.Number, null);
                if (side.Field == 2) name = side.Text;
            }

            if (side.IsBroken) return null;
            shape.Add(new(length, name));
        }

        return reader.IsBroken ? null : shape;
    }

    static ReadOnlyMemory<byte>? Only(ReadOnlyMemory<byte> message, int field)
    {
        ReadOnlyMemory<byte>? content = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field) content = reader.Content;
        }

        return reader.IsBroken ? null : content;
    }
}
