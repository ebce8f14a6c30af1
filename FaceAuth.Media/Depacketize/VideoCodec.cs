namespace FaceAuth.Media.Depacketize;

/// <summary>Video codecs that are received.</summary>
internal enum VideoCodec
{
    /// <summary>RFC 6386, over RTP by RFC 7741.</summary>
    Vp8,

    /// <summary>ITU-T H.264, over RTP by RFC 6184 with packetization-mode 1.</summary>
    H264,

    /// <summary>VP9, over RTP by RFC 9628; profile 0.</summary>
    Vp9,

    /// <summary>AV1, over RTP by the Alliance for Open Media's RTP payload format; profile 0.</summary>
    Av1,
}
