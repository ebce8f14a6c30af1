namespace FaceAuth.Media.Rtp;

/// <summary>What the SDP exchange settled about one VP8 stream that we send.</summary>
internal sealed record VideoSenderSettings
{
    /// <summary>Payload type of VP8, 0–127.</summary>
    public required byte PayloadType { get; init; }

    /// <summary>Payload type of its retransmissions (RFC 4588), 0–127; null when not negotiated.</summary>
    public byte? RtxPayloadType { get; init; }

    /// <summary>SSRC of the VP8 stream.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>SSRC of the retransmissions; used when <see cref="RtxPayloadType"/> is set.</summary>
    public uint RtxSsrc { get; init; }

    /// <summary>Header extension id of the transport-wide sequence number, 1–14; 0 when not negotiated.</summary>
    public byte TransportSequenceId { get; init; }

    /// <summary>Header extension id of the media id (RFC 8843 §16.2), 1–14; 0 when not negotiated.</summary>
    public byte MidId { get; init; }

    /// <summary>The media id itself, 1–16 ASCII characters.</summary>
    public string Mid { get; init; } = "0";

    /// <summary>CNAME in our reports (RFC 7022), 1–64 ASCII characters.</summary>
    public required string Cname { get; init; }
}
