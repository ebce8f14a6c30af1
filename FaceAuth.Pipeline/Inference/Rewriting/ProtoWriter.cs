using System.Buffers;
using System.Text;

namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Writes the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding/).</summary>
/// <param name="capacity">Bytes expected; it grows beyond them.</param>
internal sealed class ProtoWriter(int capacity = 256)
{
    readonly ArrayBufferWriter<byte> _bytes = new(capacity);

    /// <summary>What has been written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A field as another message has it.</summary>
    public ProtoWriter Copy(ReadOnlyMemory<byte> whole)
    {
        _bytes.Write(whole.Span);
        return this;
    }

    /// <summary>A number of variable length.</summary>
    public ProtoWriter Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>Bytes, or a message inside.</summary>
    public ProtoWriter Content(int field, ReadOnlySpan<byte> content)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)content.Length);
        _bytes.Write(content);
        return this;
    }

    /// <summary>Text in UTF-8.</summary>
    public ProtoWriter Text(int field, string text) => Content(field, Encoding.UTF8.GetBytes(text));

    /// <summary>A message inside.</summary>
    public ProtoWriter Message(int field, ProtoWriter message) => Content(field, message.Written);

    void Varint(ulong value)
    {
        var span = _bytes.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7) span[length++] = (byte)(value | 0x80);
        span[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
