using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Rtp;

/// <summary>What the SDP exchange settled about one stream that we receive.</summary>
internal sealed record VideoReceiverSettings
{
    /// <summary>What it is coded with.</summary>
    public VideoCodec Codec { get; init; }

    /// <summary>H.264's parameter sets that came with the session description, each a unit; empty without them.</summary>
    public IReadOnlyList<byte[]> ParameterSets { get; init; } = [];

    /// <summary>Payload type of the coded video, 0–127.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Payload type of its retransmissions (RFC 4588), 0–127; null when not negotiated.</summary>
    public byte? RtxPayloadType { get; init; }

    /// <summary>Header extension id of the transport-wide sequence number, 1–255; 0 when not negotiated.</summary>
    public byte TransportSequenceId { get; init; }

    /// <summary>Our own SSRC, the sender of every report and request.</summary>
    public required uint LocalSsrc { get; init; }

    /// <summary>Whether RTCP may go without a report in front (a=rtcp-rsize, RFC 5506).</summary>
    public bool ReducedSize { get; init; } = true;

    /// <summary>Whether keyframes are asked for by FIR (RFC 5104), because the sender takes no PLI.</summary>
    public bool UsesFullIntraRequest { get; init; }

    /// <summary>Where the estimate of the bitrate begins that the sender is told by REMB, bit/s.</summary>
    /// <remarks>0 where it has transport-wide feedback or no REMB.</remarks>
    public int EstimatesFrom { get; init; }

    /// <summary>CNAME in our reports (RFC 7022), 1–64 ASCII characters.</summary>
    public required string Cname { get; init; }
}
