using System.Text;

namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Walks the fields of one protobuf message (https://protobuf.dev/programming-guides/encoding/) without copying.</summary>
/// <remarks>Never reads beyond the message and never throws: at the first fault it stops and <see cref="IsBroken"/> is set.</remarks>
/// <param name="message">The message's bytes; slices of them are handed out.</param>
internal ref struct ProtoReader(ReadOnlyMemory<byte> message)
{
    const int LongestVarint = 10;

    int _at;
    bool _isNumber;

    /// <summary>Number of the field last read.</summary>
    public int Field { get; private set; }

    /// <summary>Its value where it is a number of variable length; else 0.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its content: bytes, text or a message inside, or a number of 4 or 8 bytes; empty for numbers of variable length.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>The whole field with its key, to be copied as it is.</summary>
    public ReadOnlyMemory<byte> Whole { get; private set; }

    /// <summary>Whether the message ended in the middle of a field or has one of an unknown kind; final.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Its content as text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>Adds what a repeated number field holds, packed or alone; false where it is broken.</summary>
    public readonly bool TryNumbers(List<long> numbers)
    {
        if (_isNumber)
        {
            numbers.Add((long)Number);
            return true;
        }

        var packed = new ProtoReader(Content);
        while (packed._at < Content.Length)
        {
            if (!packed.TryVarint(out var number)) return false;
            numbers.Add((long)number);
        }

        return true;
    }

    /// <summary>Reads the next field; false at the end or at a fault.</summary>
    public bool Next()
    {
        if (IsBroken || _at == message.Length) return false;
        var start = _at;
        (Number, Content) = (0, default);
        IsBroken = !TryVarint(out var key) || !TryField(key);
        if (IsBroken) return false;
        Whole = message[start.._at];
        return true;
    }

    bool TryField(ulong key)
    {
        if (key >> 3 is 0 or > 0x1FFF_FFFF) return false;
        Field = (int)(key >> 3);
        _isNumber = (key & 7) == 0;
        switch (key & 7)
        {
            case 0:
                if (!TryVarint(out var number)) return false;
                Number = number;
                return true;
            case 1: return TryContent(8);
            case 2: return TryVarint(out var length) && TryContent(length);
            case 5: return TryContent(4);
            default: return false;   // groups, which ONNX does not use
        }
    }

    bool TryContent(ulong length)
    {
        if (length > (ulong)(message.Length - _at)) return false;
        Content = message.Slice(_at, (int)length);
        _at += (int)length;
        return true;
    }

    bool TryVarint(out ulong value)
    {
        value = 0;
        var bytes = message.Span;
        for (var i = 0; i < LongestVarint && _at < bytes.Length; i++)
        {
            var next = bytes[_at++];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return true;
        }

        return false;
    }
}
