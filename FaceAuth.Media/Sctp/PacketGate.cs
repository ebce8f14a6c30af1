namespace FaceAuth.Media.Sctp;

/// <summary>Decides which packets and chunks belong to an association, and counts those that do not.</summary>
internal sealed class PacketGate(SctpOptions options, Handshake handshake, SctpCounters counters)
{
    /// <summary>Looks at a packet's ports and checksum.</summary>
    public bool TryAccept(ReadOnlySpan<byte> bytes, out SctpPacket packet)
    {
        if (!SctpPacket.TryRead(bytes, out packet) || packet.DestinationPort != options.Port || packet.SourcePort != options.Port)
        {
            counters.PacketsMalformed++;
            return false;
        }

        if (packet.IsIntact) return true;
        counters.PacketsBadChecksum++;
        return false;
    }

    /// <summary>The rules of RFC 9260 §8.5.</summary>
    /// <remarks>
    /// INIT comes alone and without a tag, COOKIE ECHO is judged by its cookie, ABORT and SHUTDOWN COMPLETE may reflect the receiver's
    /// tag, all else carries ours.
    /// </remarks>
    /// <param name="chunk">The chunk.</param>
    /// <param name="tag">Its packet's tag.</param>
    /// <param name="isAlone">Whether it is the only chunk.</param>
    public bool HasRightTag(in SctpChunk chunk, uint tag, bool isAlone)
    {
        var isRight = chunk.Type switch
        {
            SctpChunkType.Init => tag == 0 && isAlone,
            SctpChunkType.CookieEcho => true,
            SctpChunkType.Abort or SctpChunkType.ShutdownComplete when (chunk.Flags & 1) != 0 =>
                handshake.Peer.Tag != 0 && tag == handshake.Peer.Tag,
            _ => tag == handshake.LocalTag,
        };
        if (!isRight) counters.PacketsBadTag++;
        return isRight;
    }
}
