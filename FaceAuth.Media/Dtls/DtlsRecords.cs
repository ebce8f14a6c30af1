using System.Buffers.Binary;

namespace FaceAuth.Media.Dtls;

/// <summary>The records of one datagram, in order: <c>foreach (var record in new DtlsRecords(datagram))</c>.</summary>
/// <remarks>
/// Ends before the first piece that is not a whole record.
/// <code>
/// | type 1 | version 2 | epoch 2 | sequence 6 | length 2 | fragment … |      RFC 6347 §4.1
/// </code>
/// </remarks>
internal ref struct DtlsRecords(Span<byte> datagram)
{
    /// <summary>Length of a record's header.</summary>
    public const int HeaderLength = 13;

    Span<byte> _rest = datagram;

    /// <summary>The record the enumeration stands at, header included.</summary>
    public Span<byte> Current { get; private set; }

    /// <summary>The enumerator, which is this.</summary>
    public readonly DtlsRecords GetEnumerator() => this;

    /// <summary>Goes on to the next record.</summary>
    public bool MoveNext()
    {
        if (_rest.Length < HeaderLength) return false;
        var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(_rest[11..]);
        if (length > _rest.Length) return false;
        Current = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
