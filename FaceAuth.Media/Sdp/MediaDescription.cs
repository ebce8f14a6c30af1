using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>One media section, as far as it is understood here.</summary>
internal sealed class MediaDescription
{
    /// <summary>Number of its m= line, from 1.</summary>
    internal required int Line { get; init; }

    /// <summary>Where those of its attributes stand that are named when they are refused.</summary>
    internal AttributeLines Lines { get; } = new();

    /// <summary>"video", "audio", "application".</summary>
    internal required string Kind { get; init; }

    internal required int Port { get; init; }

    /// <summary>"UDP/TLS/RTP/SAVPF".</summary>
    internal required string Protocol { get; init; }

    /// <summary>The formats in order of preference, as written.</summary>
    internal required IReadOnlyList<string> Formats { get; init; }

    internal string? Mid { get; set; }

    internal MediaDirection? Direction { get; set; }

    internal bool IsBundleOnly { get; set; }

    internal bool HasRtcpMux { get; set; }

    internal bool HasReducedSizeRtcp { get; set; }

    /// <summary>Layers that a=simulcast:send lists; 0 without simulcast.</summary>
    internal int SimulcastLayers { get; set; }

    /// <summary>SSRCs that a=ssrc names, those that repair others with them.</summary>
    internal HashSet<uint> Sources { get; } = [];

    /// <summary>Those that only repair or retransmit others (a=ssrc-group:FID, FEC-FR).</summary>
    internal HashSet<uint> Repairs { get; } = [];

    /// <summary>Whether SSRCs are grouped as one picture in several sizes (a=ssrc-group:SIM).</summary>
    internal bool HasSimulcastGroup { get; set; }

    /// <summary>How many streams it sends, as far as it says so.</summary>
    internal int Streams => Sources.Count(source => !Repairs.Contains(source));

    internal int? SctpPort { get; set; }

    /// <summary>Whether the SCTP port is told in the way of before RFC 8841: as the format, with a=sctpmap.</summary>
    /// <remarks>draft-ietf-mmusic-sctp-sdp-05.</remarks>
    internal bool HasSctpMap { get; set; }

    internal long? MaxMessageSize { get; set; }

    internal TransportDescription Transport { get; } = new();

    internal Dictionary<byte, RtpCodec> Codecs { get; } = [];

    /// <summary>Feedback offered for every format ("a=rtcp-fb:*").</summary>
    internal List<string> FeedbackForAll { get; } = [];

    /// <summary>Header extensions: URI to id.</summary>
    internal Dictionary<string, byte> Extensions { get; } = [];

    /// <summary>UDP candidates of component 1 with literal addresses.</summary>
    internal List<IceCandidate> Candidates { get; } = [];

    /// <summary>Refused or switched off by its writer; a bundle-only section has port 0 and yet is on (RFC 9143 §6).</summary>
    internal bool IsOff => Port == 0 && !IsBundleOnly;

    internal RtpCodec Codec(byte payloadType)
    {
        if (!Codecs.TryGetValue(payloadType, out var codec)) Codecs[payloadType] = codec = new RtpCodec(payloadType);
        return codec;
    }

    internal bool HasFeedback(RtpCodec codec, string feedback) =>
        codec.Feedback.Contains(feedback) || FeedbackForAll.Contains(feedback);
}
