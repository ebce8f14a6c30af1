using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>A host candidate (RFC 8445 §5.1; over TCP RFC 6544 §4.5, passive).</summary>
/// <param name="Address">Where datagrams are received, or connections taken.</param>
/// <param name="Priority">Larger is preferred.</param>
/// <param name="IsTcp">Whether the other side has to connect to it.</param>
internal readonly record struct IceCandidate(TransportAddress Address, uint Priority, bool IsTcp = false)
{
    const uint HostPreference = 126;
    const uint TcpHostPreference = 90;   // below every kind over UDP that is not relayed (RFC 6544 §4.2 leaves the number open)
    const uint PassivePreference = 4;    // direction-pref of a passive host candidate, §4.2
    const uint PeerReflexivePreference = 110;

    /// <summary>Priority of the host candidate at <paramref name="index"/>: earlier is preferred.</summary>
    /// <remarks>RFC 8445 §5.1.2.1, component 1.</remarks>
    internal static uint HostPriority(int index) => HostPreference << 24 | (uint)(ushort.MaxValue - index) << 8 | 255;

    /// <summary>The same for a passive one over TCP (RFC 6544 §4.2: local preference = 2^13 × direction-pref + other-pref).</summary>
    internal static uint TcpHostPriority(int index) =>
        TcpHostPreference << 24 | ((PassivePreference << 13) + (uint)(8191 - index)) << 8 | 255;

    /// <summary>What a check's PRIORITY carries: that of the peer-reflexive candidate it may make (RFC 8445 §7.1.1).</summary>
    internal const uint CheckPriority = PeerReflexivePreference << 24 | (uint)ushort.MaxValue << 8 | 255;
}
