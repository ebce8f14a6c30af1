using System.Buffers;

namespace FaceAuth.Media.Sctp;

/// <summary>A whole message that came in, in a rented buffer with one owner.</summary>
internal readonly record struct IncomingMessage(byte[] Buffer, int Length, ushort Stream, ushort Ssn, uint Ppid, bool IsUnordered)
{
    /// <summary>What holding it costs, in bytes of the receive window.</summary>
    public int Cost => Length + ChunkOverhead;

    /// <summary>What holding any chunk or message costs beside its data.</summary>
    public const int ChunkOverhead = 64;

    /// <summary>Gives the buffer back.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(Buffer);
}
