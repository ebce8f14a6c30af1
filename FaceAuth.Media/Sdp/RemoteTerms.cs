using FaceAuth.Media.Conduct;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>What one side learns from the other's description once it is found usable.</summary>
internal sealed record RemoteTerms
{
    internal required SessionDescription Session { get; init; }

    /// <summary>How it is written; of an offer.</summary>
    internal OfferTraits Traits { get; init; } = new();

    internal required IceCredentials Ice { get; init; }

    internal required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Our own DTLS role that follows from a=setup.</summary>
    internal required DtlsRole Role { get; init; }

    internal required VideoTerms Video { get; init; }

    /// <summary>Media id of the data channel section; null where there is none.</summary>
    internal required string? DataMid { get; init; }

    /// <summary>The other side's SCTP port.</summary>
    internal required int SctpPort { get; init; }

    /// <summary>Largest message the other side takes, in bytes; 0 is any size (RFC 8841 §6.1).</summary>
    internal required long MaxMessageSize { get; init; }

    /// <summary>Where to connect to; not used by a lite agent.</summary>
    internal IReadOnlyList<IceCandidate> Candidates { get; init; } = [];
}
