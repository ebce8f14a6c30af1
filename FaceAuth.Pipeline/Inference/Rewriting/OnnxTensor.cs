using System.Buffers.Binary;

namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>A constant of an ONNX file (TensorProto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Type">Its element type, TensorProto.DataType.</param>
/// <param name="Shape">Its sides; none for a single number.</param>
/// <param name="Message">The whole TensorProto.</param>
internal sealed record OnnxTensor(string Name, long Type, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Message)
{
    /// <summary>TensorProto.DataType of float32, int64 and float16.</summary>
    public const long Float = 1, Int64 = 7, Half = 10;

    const int DimsField = 1, TypeField = 2, FloatsField = 4, Int64sField = 7, NameField = 8, RawField = 9;

    /// <summary>Makes a constant of float32.</summary>
    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        Of(name, Float, shape, Bytes(values, sizeof(float), BinaryPrimitives.WriteSingleLittleEndian));

    /// <summary>Makes a constant of int64.</summary>
    public static OnnxTensor Of(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        Of(name, Int64, shape, Bytes(values, sizeof(long), BinaryPrimitives.WriteInt64LittleEndian));

    /// <summary>Reads a TensorProto; null where it is broken or its values lie in another file.</summary>
    public static OnnxTensor? Read(ReadOnlyMemory<byte> message)
    {
        var (name, type, shape) = ("", 0L, new List<long>());
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case DimsField:
                    if (!reader.TryNumbers(shape)) return null;
                    break;
                case TypeField:
                    type = (long)reader.Number;
                    break;
                case NameField:
                    name = reader.Text;
                    break;
                case 13 or 14:   // external_data, data_location
                    return null;
            }
        }

        return reader.IsBroken || shape.Any(side => side is < 0 or > int.MaxValue) ? null : new(name, type, shape, message);
    }

    /// <summary>
    /// Its values as float32, for float32 and float16; null for other types or where their number does not fit the shape.
    /// </summary>
    public float[]? Floats()
    {
        if (Type is not (Float or Half) || Length() is not { } length) return null;
        var size = Type == Float ? sizeof(float) : sizeof(ushort);
        if (Raw(Type == Float ? FloatsField : 0) is not { } raw || raw.Length != (long)length * size) return null;
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            var at = raw.Span.Slice(i * size, size);
            values[i] = Type == Float ? BinaryPrimitives.ReadSingleLittleEndian(at) : (float)BinaryPrimitives.ReadHalfLittleEndian(at);
        }

        return values;
    }

    /// <summary>Its values where it is of int64; null for other types or where their number does not fit the shape.</summary>
    public long[]? Integers()
    {
        if (Type != Int64 || Length() is not { } length) return null;
        var values = new List<long>(length);
        var reader = new ProtoReader(Message);
        while (reader.Next())
        {
            if (reader.Field == Int64sField && !reader.TryNumbers(values)) return null;
            if (reader.Field != RawField) continue;
            if (reader.Content.Length != (long)length * sizeof(long)) return null;
            for (var i = 0; i < length; i++) values.Add(BinaryPrimitives.ReadInt64LittleEndian(reader.Content.Span[(i * sizeof(long))..]));
        }

        return values.Count == length ? [.. values] : null;
    }

    /// <summary>How many values its shape asks for; null beyond 2³¹.</summary>
    int? Length()
    {
        var length = 1L;
        foreach (var side in Shape)
        {
            if (side != 0 && length > int.MaxValue / side) return null;
            length *= side;
        }

        return (int)length;
    }

    /// <summary>The one field that holds the values as bytes: raw_data, or the packed field <paramref name="packed"/>.</summary>
    ReadOnlyMemory<byte>? Raw(int packed)
    {
        ReadOnlyMemory<byte>? raw = null;
        var reader = new ProtoReader(Message);
        while (reader.Next())
        {
            if (reader.Field != RawField && reader.Field != packed) continue;
            if (raw is not null) return null;
            raw = reader.Content;
        }

        return raw;
    }

    static OnnxTensor Of(string name, long type, IReadOnlyList<long> shape, byte[] raw)
    {
        var writer = new ProtoWriter(raw.Length + 64);
        foreach (var side in shape) writer.Number(DimsField, side);
        writer.Number(TypeField, type).Text(NameField, name).Content(RawField, raw);
        return new(name, type, shape, writer.Written.ToArray());
    }

    delegate void Put<T>(Span<byte> destination, T value);

    static byte[] Bytes<T>(ReadOnlySpan<T> values, int size, Put<T> put)
    {
        var bytes = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++) put(bytes.AsSpan(i * size), values[i]);
        return bytes;
    }
}
