namespace FaceAuth.Media.Stats;

/// <summary>RTCCodecStats of the codec agreed on.</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record CodecStats(string Id, double Timestamp) : RtcStats(Id, "codec", Timestamp)
{
    /// <summary>Payload type, 0–127.</summary>
    public int PayloadType { get; init; }

    /// <summary>Id of its transport.</summary>
    public string TransportId { get; init; } = "";

    /// <summary>"video/VP8".</summary>
    public string MimeType { get; init; } = "";

    /// <summary>90 000 Hz.</summary>
    public int ClockRate { get; init; } = 90_000;

    /// <summary>Format parameters; null where there are none.</summary>
    public string? SdpFmtpLine { get; init; }
}
