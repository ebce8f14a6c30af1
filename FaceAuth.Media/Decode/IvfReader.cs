namespace FaceAuth.Media.Decode;

/// <summary>Reads coded pictures from an IVF stream (a file or a pipe) as they come. One thread at a time; the caller closes the stream.</summary>
public sealed class IvfReader
{
    IvfReader()
    {
    }

    /// <summary>Four letters that name the codec, "VP80" for VP8.</summary>
    public string FourCc => throw new NotImplementedException();

    /// <summary>Width in pixels as the header states it.</summary>
    public int Width => throw new NotImplementedException();

    /// <summary>Height in pixels as the header states it.</summary>
    public int Height => throw new NotImplementedException();

    /// <summary>The picture last read. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Picture => throw new NotImplementedException();

    /// <summary>Time of the picture last read, from the start of the stream.</summary>
    public TimeSpan Timestamp => throw new NotImplementedException();

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">The stream is not IVF, or ends within the header.</exception>
    public static ValueTask<IvfReader> OpenAsync(Stream stream, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Reads the next picture; false at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The stream ends within a picture, or a picture is larger than 4 MiB.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellation = default) => throw new NotImplementedException();
}
