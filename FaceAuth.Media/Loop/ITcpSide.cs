using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Loop;

/// <summary>What <see cref="TcpConnections"/> needs of its loop.</summary>
internal interface ITcpSide
{
    /// <summary>A frame came; false when it is for nobody, so that the connection is closed.</summary>
    bool HandleFrame(TcpConnection connection, Span<byte> frame);

    /// <summary>A connection of this peer has ended.</summary>
    void HandleEnd(LoopPeer peer, CandidatePair pair);

    /// <summary>Counts what was dropped.</summary>
    void Drop(string reason);
}
