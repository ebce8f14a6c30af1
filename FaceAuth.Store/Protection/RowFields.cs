using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace FaceAuth.Store.Protection;

/// <summary>A row's fields as bytes that can be read in one way only, for <see cref="RowAuthenticator"/>.</summary>
/// <remarks>
/// Numbers are big-endian and of fixed length, texts (UTF-8) and blobs carry their length before them, and what may be null a byte that
/// says whether it is. Dispose it to give its memory back, zeroed.
/// </remarks>
internal ref struct RowFields(int capacity)
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    int _length;

    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Add(int number) => BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), number);

    public void Add(long number) => BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), number);

    public void Add(float number) => BinaryPrimitives.WriteSingleBigEndian(Next(sizeof(float)), number);

    public void Add(Guid id) => id.TryWriteBytes(Next(16), bigEndian: true, out _);

    public void Add(DateTimeOffset time) => Add(time.UtcTicks);

    public void Add(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Add(length);
        Encoding.UTF8.GetBytes(text, Next(length));
    }

    public void Add(scoped ReadOnlySpan<byte> blob)
    {
        Add(blob.Length);
        blob.CopyTo(Next(blob.Length));
    }

    public void AddNullable(Guid? id)
    {
        if (AddWhether(id is not null)) Add(id!.Value);
    }

    public void AddNullable(DateTimeOffset? time)
    {
        if (AddWhether(time is not null)) Add(time!.Value);
    }

    public void AddNullable(string? text)
    {
        if (AddWhether(text is not null)) Add(text!);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        _bytes = [];
    }

    bool AddWhether(bool isThere)
    {
        Next(1)[0] = isThere ? (byte)1 : (byte)0;
        return isThere;
    }

    Span<byte> Next(int length)
    {
        if (_bytes.Length - _length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
            _bytes = larger;
        }

        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }
}
