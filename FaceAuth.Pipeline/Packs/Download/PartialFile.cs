using System.Security.Cryptography;

namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>
/// A model's file while it is being fetched: beside its place and named for its checksum, so that another version is never continued.
/// </summary>
/// <remarks>Nobody loads it; it becomes the model in one move, once its checksum is right.</remarks>
internal sealed class PartialFile : IAsyncDisposable
{
    readonly FileStream _stream;
    readonly ModelEntry _model;
    bool _moved;

    PartialFile(FileStream stream, ModelEntry model) => (_stream, _model) = (stream, model);

    /// <summary>Bytes it has.</summary>
    public long Length => _stream.Length;

    /// <summary>Whether every byte is there.</summary>
    public bool IsWhole => Length == _model.Bytes;

    /// <summary>Opens what an earlier attempt left, or a new one, for this process alone.</summary>
    /// <exception cref="ModelException">Another process fetches it, or the folder cannot be written.</exception>
    public static PartialFile Open(ModelEntry model, string folder)
    {
        var path = Path.Combine(folder, $".{model.Sha256[..16]}.part");
        try
        {
            Directory.CreateDirectory(folder);
            // unbuffered: what does not fit on the disk fails where it is written, not where the file is closed
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            var partial = new PartialFile(stream, model);
            if (stream.Length > model.Bytes) partial.StartOver();
            stream.Seek(0, SeekOrigin.End);
            return partial;
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
        {
            throw new ModelException(
                $"{model.File} is being downloaded by another program (it holds {path}): wait for that to end, then run this again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{folder} cannot be written ({e.Message}): name a folder that this user may write to.", e);
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="ModelException">The disk does not take them.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellation);
        }
        catch (IOException e)
        {
            throw new ModelException(
                $"{_model.File} could not be written ({e.Message}): make room there, or name another folder. What came in is kept.", e);
        }
    }

    /// <summary>Forgets what is there.</summary>
    public void StartOver()
    {
        if (Length > 0) _stream.SetLength(0);
    }

    /// <summary>SHA-256 of what is there, in lower-case hexadecimal digits.</summary>
    public async Task<string> ChecksumAsync(CancellationToken cancellation)
    {
        _stream.Seek(0, SeekOrigin.Begin);
        var hash = await SHA256.HashDataAsync(_stream, cancellation);
        _stream.Seek(0, SeekOrigin.End);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>Puts it in the model's place, in one step, over what was there.</summary>
    /// <exception cref="ModelException">That place cannot be written.</exception>
    public async Task MoveToAsync(string path)
    {
        try
        {
            _stream.Flush(flushToDisk: true);   // a power cut must not leave a model of zeros
            await _stream.DisposeAsync();
            File.Move(_stream.Name, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path} cannot be replaced ({e.Message}): move away what is there, then run this again.", e);
        }

        _moved = true;
    }

    /// <summary>Closes it; bytes stay for the next attempt, an empty one goes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_moved) return;
        var isEmpty = _stream.CanRead && _stream.Length == 0;
        await _stream.DisposeAsync();
        if (isEmpty) File.Delete(_stream.Name);
    }
}
