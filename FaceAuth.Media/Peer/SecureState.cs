namespace FaceAuth.Media.Peer;

/// <summary>How far the DTLS connection of a peer is.</summary>
internal enum SecureState
{
    /// <summary>No handshake yet.</summary>
    Waiting,

    /// <summary>A handshake runs in the pool.</summary>
    Handshaking,

    /// <summary>Keys are ready and the fingerprint matched.</summary>
    Up,

    /// <summary>The handshake failed; final.</summary>
    Failed,

    /// <summary>The other side closed; final.</summary>
    Closed,
}
