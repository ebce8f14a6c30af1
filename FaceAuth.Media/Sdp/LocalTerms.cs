using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>What we tell the other side about ourselves.</summary>
internal sealed record LocalTerms
{
    /// <summary>Session id in o=, a positive number (RFC 9429 §5.2.1).</summary>
    internal required long SessionId { get; init; }

    /// <summary>Version in o=, one more with each description of the session (RFC 8866 §5.2).</summary>
    internal int Version { get; init; } = 1;

    internal required IceCredentials Ice { get; init; }

    internal required DtlsFingerprint Fingerprint { get; init; }

    internal required int SctpPort { get; init; }

    /// <summary>Largest message taken, in bytes.</summary>
    internal required int MaxMessageSize { get; init; }

    /// <summary>Where we receive, best first; empty in a client's offer.</summary>
    internal IReadOnlyList<IceCandidate> Candidates { get; init; } = [];

    /// <summary>Bitrate a Chromium sender begins with, kbit/s; 0 leaves it to the sender.</summary>
    internal int StartBitrate { get; init; }

    /// <summary>Whether we announce bitrates by REMB.</summary>
    internal bool SendsRemb { get; init; }
}
