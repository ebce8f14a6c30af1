namespace FaceAuth.Media.Contracts;

/// <summary>Why an offer was refused.</summary>
public enum PeerRefusal
{
    /// <summary>The offer is not SDP, or contradicts itself.</summary>
    BadSdp,

    /// <summary>The offer sends no video.</summary>
    NoVideo,

    /// <summary>No offered codec can be decoded here.</summary>
    NoCommonCodec,

    /// <summary>The offer lacks a usable DTLS fingerprint.</summary>
    NoFingerprint,

    /// <summary>The offer lacks a data channel.</summary>
    NoDataChannel,

    /// <summary>As many peers as allowed are connected.</summary>
    Busy,

    /// <summary>The peer whose network should change has ended.</summary>
    Ended,
}
