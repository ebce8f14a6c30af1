namespace FaceAuth.Media.Sctp;

/// <summary>The chunks in flight in the order in which they were last sent.</summary>
/// <remarks>
/// The links are in the chunks: adding, removing and walking from the longest on its way cost the same however many there are.
/// </remarks>
internal sealed class SentChunks
{
    /// <summary>The one on its way for the longest time.</summary>
    public OutgoingChunk? Oldest { get; private set; }

    /// <summary>The one sent last.</summary>
    public OutgoingChunk? Newest { get; private set; }

    /// <summary>How many sendings there were; the next one has the number after it.</summary>
    public long LastOrder { get; private set; }

    /// <summary>A chunk goes out, for the first time or again: it becomes <see cref="Newest"/>.</summary>
    public void Append(OutgoingChunk chunk, TimeSpan now)
    {
        Remove(chunk);
        chunk.SentOrder = ++LastOrder;
        chunk.SentAt = now;
        chunk.Older = Newest;
        if (Newest is { } before) before.Newer = chunk;
        else Oldest = chunk;
        Newest = chunk;
    }

    /// <summary>A chunk is no longer in flight. One that is not here is left as it is.</summary>
    public void Remove(OutgoingChunk chunk)
    {
        if (chunk.Older is null && chunk.Newer is null && Oldest != chunk) return;
        if (chunk.Older is { } older) older.Newer = chunk.Newer;
        else Oldest = chunk.Newer;
        if (chunk.Newer is { } newer) newer.Older = chunk.Older;
        else Newest = chunk.Older;
        chunk.Older = chunk.Newer = null;
    }
}
