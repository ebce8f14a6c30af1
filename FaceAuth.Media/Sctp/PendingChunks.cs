namespace FaceAuth.Media.Sctp;

/// <summary>Messages cut into chunks that were not sent yet, first come, first served.</summary>
internal sealed class PendingChunks(SctpOptions options, OutgoingChunkPool pool)
{
    readonly Queue<OutgoingChunk> _queue = new();
    readonly Dictionary<ushort, ushort> _nextSsn = [];
    readonly int _fragmentBytes =
        (options.MaxPacketBytes & ~3) - SctpPacket.HeaderBytes - SctpChunk.HeaderBytes - OutgoingChunk.FieldBytes;
    uint _nextMessage;

    /// <summary>How many wait.</summary>
    public int Count => _queue.Count;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _queue.Count == 0;

    /// <summary>The chunk whose turn it is, still in the queue.</summary>
    public OutgoingChunk? Next => _queue.TryPeek(out var chunk) ? chunk : null;

    /// <summary>Cuts a message up and queues it; the bytes are copied.</summary>
    /// <param name="stream">Its stream.</param>
    /// <param name="ppid">Its payload protocol identifier.</param>
    /// <param name="bytes">The message, not empty.</param>
    /// <param name="reliability">How it is delivered.</param>
    /// <param name="now">When its life begins.</param>
    public void Add(ushort stream, uint ppid, ReadOnlySpan<byte> bytes, in SctpReliability reliability, TimeSpan now)
    {
        var message = _nextMessage++;
        var flags = (byte)(OutgoingChunk.BeginFlag | (reliability.IsUnordered ? OutgoingChunk.UnorderedFlag : 0));
        do
        {
            var length = Math.Min(bytes.Length, _fragmentBytes);
            var chunk = pool.Rent(bytes[..length]);
            bytes = bytes[length..];
            chunk.Stream = stream;
            chunk.Ppid = ppid;
            chunk.Message = message;
            chunk.Flags = bytes.IsEmpty ? (byte)(flags | OutgoingChunk.EndFlag) : flags;
            chunk.MaxSends = reliability.MaxRetransmits is { } retransmits ? retransmits + 1 : int.MaxValue;
            chunk.ExpiresAt = reliability.Lifetime is { } lifetime ? now + lifetime : TimeSpan.MaxValue;
            _queue.Enqueue(chunk);
            flags &= unchecked((byte)~OutgoingChunk.BeginFlag);
        }
        while (!bytes.IsEmpty);
    }

    /// <summary>Takes the next chunk out, with its place in its stream.</summary>
    /// <remarks>Numbers are given here, not in <see cref="Add"/>: a message that expired unsent must leave no hole.</remarks>
    public OutgoingChunk Take()
    {
        var chunk = _queue.Dequeue();
        if (chunk.IsUnordered)
        {
            chunk.Ssn = 0;
            return chunk;
        }

        chunk.Ssn = _nextSsn.GetValueOrDefault(chunk.Stream);
        if (chunk.IsLast) _nextSsn[chunk.Stream] = unchecked((ushort)(chunk.Ssn + 1));
        return chunk;
    }

    /// <summary>Drops the whole message at the head, of which nothing was sent.</summary>
    /// <returns>Bytes of data dropped.</returns>
    public int DropMessage()
    {
        var bytes = 0;
        bool isLast;
        do
        {
            var chunk = _queue.Dequeue();
            isLast = chunk.IsLast;
            bytes += chunk.Length;
            pool.Return(chunk);
        }
        while (!isLast);
        return bytes;
    }

    /// <summary>Whether something of a stream waits.</summary>
    public bool Contains(ushort stream)
    {
        foreach (var chunk in _queue)
            if (chunk.Stream == stream) return true;
        return false;
    }

    /// <summary>A stream was reset: its next message is number 0 (RFC 6525 §5.2.2).</summary>
    public void ResetStream(ushort stream) => _nextSsn.Remove(stream);

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (_queue.TryDequeue(out var chunk)) pool.Return(chunk);
    }
}
