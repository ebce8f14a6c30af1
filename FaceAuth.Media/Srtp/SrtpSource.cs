using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>What is remembered of one SSRC in one direction.</summary>
internal struct SrtpSource
{
    /// <summary>RTP packet indexes seen or sent; its highest holds the rollover counter above 16 bits of sequence number.</summary>
    public ReplayWindow Rtp;

    /// <summary>SRTCP indexes seen.</summary>
    public ReplayWindow Rtcp;

    /// <summary>The next SRTCP index to send.</summary>
    public uint NextRtcpIndex;

    /// <summary>The 48-bit index nearest to the highest one that has this sequence number (RFC 3711 §3.3.1).</summary>
    /// <remarks>The first packet has rollover counter 0. Negative when it would lie before the stream's beginning.</remarks>
    public readonly long EstimateIndex(ushort sequence)
    {
        if (!Rtp.HasStarted) return sequence;
        var highest = (long)Rtp.Highest;
        return highest + (short)(sequence - (ushort)highest);
    }
}
