using System.Buffers;

namespace FaceAuth.Media.Sctp;

/// <summary>Spare chunks of one association; their buffers come from the shared pool.</summary>
internal sealed class OutgoingChunkPool
{
    const int MaxSpare = 256;   // about what a full send buffer of whole packets takes

    readonly Stack<OutgoingChunk> _spare = new();

    /// <summary>A chunk with a copy of <paramref name="data"/>; give it back with <see cref="Return"/>.</summary>
    public OutgoingChunk Rent(ReadOnlySpan<byte> data)
    {
        if (!_spare.TryPop(out var chunk)) chunk = new();
        chunk.Buffer = ArrayPool<byte>.Shared.Rent(data.Length);
        chunk.Length = data.Length;
        chunk.Sends = 0;
        chunk.State = OutgoingChunkState.InFlight;
        data.CopyTo(chunk.Buffer);
        return chunk;
    }

    /// <summary>Takes a chunk back.</summary>
    public void Return(OutgoingChunk chunk)
    {
        ArrayPool<byte>.Shared.Return(chunk.Buffer);
        chunk.Buffer = [];
        if (_spare.Count < MaxSpare) _spare.Push(chunk);
    }
}
