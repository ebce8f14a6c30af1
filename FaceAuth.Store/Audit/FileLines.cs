using System.Buffers;
using System.IO.Pipelines;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Audit;

/// <summary>Reads a file line by line, and no line that is too long into memory.</summary>
internal sealed class FileLines(Stream file)
{
    const int Longest = 1024 * 1024;

    readonly PipeReader _pipe = PipeReader.Create(file, new StreamPipeReaderOptions(leaveOpen: true));

    /// <summary>Whether the file ends within a line.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The next line without its end; null where there is none that has one.</summary>
    public async Task<byte[]?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(cancellation);
            if (read.Buffer.PositionOf((byte)'\n') is { } at)
            {
                var line = read.Buffer.Slice(0, at).ToArray();
                _pipe.AdvanceTo(read.Buffer.GetPosition(1, at));
                return line;
            }

            if (read.Buffer.Length > Longest) throw new StoreException("A line is longer than any of an audit export.");
            IsCut = !read.Buffer.IsEmpty;
            _pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted) return null;
        }
    }
}
