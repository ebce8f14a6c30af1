using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Rtp;

/// <summary>One place of the jitter buffer.</summary>
internal struct JitterSlot
{
    /// <summary>Unwrapped sequence number of the packet held; meaningless unless <see cref="IsTaken"/>.</summary>
    public long Sequence;

    /// <summary>The payload's buffer; null for a packet without payload or with one that cannot be used.</summary>
    public byte[]? Buffer;

    public TimeSpan ArrivedAt;
    public PayloadFacts Facts;
    public uint Timestamp;
    public ushort Length;
    public bool IsTaken;
    public bool Marker;

    /// <summary>It carried no payload: present, but no part of any picture.</summary>
    public bool IsEmpty;
}
