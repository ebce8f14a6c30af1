namespace FaceAuth.Media.Ice;

/// <summary>A host candidate over UDP (RFC 8445 §5.1).</summary>
/// <param name="Address">Where datagrams are received.</param>
/// <param name="Priority">Larger is preferred.</param>
internal readonly record struct IceCandidate(TransportAddress Address, uint Priority)
{
    const uint HostPreference = 126;
    const uint PeerReflexivePreference = 110;

    /// <summary>Priority of the host candidate at <paramref name="index"/>: earlier is preferred (RFC 8445 §5.1.2.1, component 1).</summary>
    internal static uint HostPriority(int index) => HostPreference << 24 | (uint)(ushort.MaxValue - index) << 8 | 255;

    /// <summary>What a check's PRIORITY carries: that of the peer-reflexive candidate it may make (RFC 8445 §7.1.1).</summary>
    internal const uint CheckPriority = PeerReflexivePreference << 24 | (uint)ushort.MaxValue << 8 | 255;
}
