using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>A way to the other side: which of our sockets, and its address there.</summary>
/// <param name="Socket">Number of the local socket or connection within its loop.</param>
/// <param name="Remote">The address that datagrams come from and go to.</param>
internal readonly record struct CandidatePair(int Socket, TransportAddress Remote)
{
    /// <summary>Numbers from here on are TCP connections; below are the loop's UDP sockets.</summary>
    internal const int FirstConnection = 1 << 16;

    /// <summary>Whether the way is a TCP connection.</summary>
    internal bool IsTcp => Socket >= FirstConnection;

    /// <summary>Never the address: it is personal data and would end up in a log.</summary>
    public override string ToString() => "‹private›";
}
