using System.Buffers.Binary;
using System.Text;

namespace FaceAuth.Media.Decode;

/// <summary>
/// Reads coded pictures from an IVF stream (a file or a pipe) as they come. One thread at a time; the caller closes the stream.
/// </summary>
/// <remarks>
/// Little-endian (https://wiki.multimedia.cx/index.php/Duck_IVF):
/// <code>
/// header:   "DKIF" | 2 version | 2 header length | 4 FourCC | 2 width | 2 height | 4 rate | 4 scale | 4 pictures | 4 unused
/// picture:  4 length | 8 timestamp, in scale/rate seconds | bytes
/// </code>
/// </remarks>
internal sealed class IvfReader
{
    const int HeaderBytes = 32;
    const int PictureHeaderBytes = 12;
    const int LongestPicture = 4 * 1024 * 1024;

    readonly Stream _stream;
    readonly uint _rate;
    readonly uint _scale;
    readonly byte[] _pictureHeader = new byte[PictureHeaderBytes];
    byte[] _buffer = [];

    IvfReader(Stream stream, ReadOnlySpan<byte> header)
    {
        _stream = stream;
        FourCc = Encoding.ASCII.GetString(header[8..12]);
        Width = BinaryPrimitives.ReadUInt16LittleEndian(header[12..]);
        Height = BinaryPrimitives.ReadUInt16LittleEndian(header[14..]);
        _rate = Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]));
        _scale = Math.Max(1, BinaryPrimitives.ReadUInt32LittleEndian(header[20..]));
    }

    /// <summary>Four letters that name the codec, "VP80" for VP8.</summary>
    public string FourCc { get; }

    /// <summary>Width in pixels as the header states it.</summary>
    public int Width { get; }

    /// <summary>Height in pixels as the header states it.</summary>
    public int Height { get; }

    /// <summary>The picture last read. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Picture { get; private set; }

    /// <summary>Time of the picture last read, from the start of the stream.</summary>
    public TimeSpan Timestamp { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">The stream is not IVF, or ends within the header.</exception>
    public static async ValueTask<IvfReader> OpenAsync(Stream stream, CancellationToken cancellation = default)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation) < HeaderBytes)
            throw new InvalidDataException("The stream ends within the IVF header.");
        if (!header.AsSpan(0, 4).SequenceEqual("DKIF"u8))
            throw new InvalidDataException("The stream is not IVF: it does not begin with DKIF.");
        var length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(6));
        if (length != HeaderBytes) throw new InvalidDataException($"The IVF header is {length} bytes long, not {HeaderBytes}.");
        return new IvfReader(stream, header);
    }

    /// <summary>Reads the next picture; false at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends within a picture, or a picture is larger than 4 MiB.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation = default)
    {
        Picture = default;
        var got = await _stream.ReadAtLeastAsync(_pictureHeader, PictureHeaderBytes, throwOnEndOfStream: false, cancellation);
        if (got == 0) return false;
        if (got < PictureHeaderBytes) throw new InvalidDataException("The IVF stream ends within a picture's header.");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(_pictureHeader);
        if (length > LongestPicture) throw new InvalidDataException($"An IVF picture of {length} bytes is larger than {LongestPicture}.");
        if (_buffer.Length < length) _buffer = new byte[Math.Max(length, 2 * _buffer.Length)];
        if (await _stream.ReadAtLeastAsync(_buffer.AsMemory(0, (int)length), (int)length, throwOnEndOfStream: false, cancellation) < length)
            throw new InvalidDataException("The IVF stream ends within a picture.");

        var units = BinaryPrimitives.ReadUInt64LittleEndian(_pictureHeader.AsSpan(4));
        Timestamp = TimeSpan.FromSeconds(Math.Min((double)units * _scale / _rate, TimeSpan.MaxValue.TotalSeconds / 2));
        Picture = _buffer.AsMemory(0, (int)length);
        return true;
    }
}
