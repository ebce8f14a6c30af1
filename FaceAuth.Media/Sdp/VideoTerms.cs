namespace FaceAuth.Media.Sdp;

/// <summary>What both sides hold about the one video stream.</summary>
internal sealed record VideoTerms
{
    /// <summary>What it is coded with.</summary>
    internal VideoFormat Format { get; init; } = VideoFormat.Vp8;

    /// <summary>What its section's line calls the transport.</summary>
    internal string Protocol { get; init; } = SdpNames.RtpProtocol;

    /// <summary>H.264's parameter sets that the description brings, as it writes them; empty without.</summary>
    internal string ParameterSets { get; init; } = "";

    /// <summary>Payload type of the coded video, 0–127.</summary>
    internal required byte PayloadType { get; init; }

    /// <summary>Payload type of its retransmissions; null without them.</summary>
    internal byte? RtxPayloadType { get; init; }

    /// <summary>Header extension id of the transport-wide sequence number; 0 without it.</summary>
    internal byte TransportSequenceId { get; init; }

    /// <summary>Header extension id of the media id; 0 without it.</summary>
    internal byte MidId { get; init; }

    /// <summary>The section's media id.</summary>
    internal required string Mid { get; init; }

    internal bool HasNack { get; init; }

    internal bool HasPli { get; init; }

    /// <summary>FIR (RFC 5104).</summary>
    internal bool HasFir { get; init; }

    internal bool HasRemb { get; init; }

    internal bool HasReducedSizeRtcp { get; init; }
}
