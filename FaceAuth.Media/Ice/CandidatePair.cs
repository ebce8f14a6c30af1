namespace FaceAuth.Media.Ice;

/// <summary>A way to the other side: which of our sockets, and its address there.</summary>
/// <param name="Socket">Number of the local socket within its loop.</param>
/// <param name="Remote">The address that datagrams come from and go to.</param>
internal readonly record struct CandidatePair(int Socket, TransportAddress Remote)
{
    /// <summary>Never the address: it is personal data and would end up in a log.</summary>
    public override string ToString() => "‹private›";
}
