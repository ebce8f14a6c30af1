using FaceAuth.Media.Decode;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;
using FaceAuth.Media.Srtp;
using FaceAuth.Media.Stats;

namespace FaceAuth.Media.Peer;

/// <summary>Puts a peer's counters into the words of webrtc-stats.</summary>
/// <remarks>While its loop writes them: each is whole, together they may be a packet apart.</remarks>
internal static class StatsReport
{
    const string Transport = "transport", Codec = "codec", Pair = "candidate-pair", Channel = "data-channel";
    const string Inbound = "inbound-rtp", Remote = "remote-outbound-rtp";

    internal static List<RtcStats> Of(PeerCore core, VideoReceiverStats video, IPictureQueue pictures, VideoTerms terms, DateTimeOffset at)
    {
        var time = (at - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        var report = new List<RtcStats> { OfTransport(core, time), OfCodec(terms, time), OfChannel(core, time) };
        if (core.Ice.State != IceState.Checking) report.Add(OfPair(core.Ice, time));
        if (video.Ssrc is not { } ssrc) return report;
        report.Add(OfVideo(video, ssrc, pictures, terms, time));
        if (video.ReportsReceived > 0) report.Add(OfSender(video, ssrc, time));
        return report;
    }

    static TransportStats OfTransport(PeerCore core, double time)
    {
        var isUp = core.Secure.State is SecureState.Up or SecureState.Closed;
        return new TransportStats(Transport, time)
        {
            PacketsSent = core.PacketsSent,
            PacketsReceived = core.PacketsReceived,
            BytesSent = core.BytesSent,
            BytesReceived = core.BytesReceived,
            IceLocalUsernameFragment = core.Ice.UsernameFragment,
            IceState = core.Ice.State switch
            {
                IceState.Checking => "checking",
                IceState.Connected => "connected",
                _ => "failed",
            },
            DtlsState = core.Secure.State switch
            {
                SecureState.Up when core.End is not null => "closed",
                SecureState.Waiting => "new",
                SecureState.Handshaking => "connecting",
                SecureState.Up => "connected",
                SecureState.Closed => "closed",
                _ => "failed",
            },
            DtlsRole = core.Secure.Role == DtlsRole.Client ? "client" : "server",
            TlsVersion = isUp ? "FEFD" : null,
            DtlsCipher = isUp ? "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" : null,
            SrtpCipher = core.Secure.Profile switch
            {
                SrtpProfile.AeadAes128Gcm => "SRTP_AEAD_AES_128_GCM",
                SrtpProfile.Aes128CmHmacSha1Tag80 => "SRTP_AES128_CM_HMAC_SHA1_80",
                _ => null,
            },
            SelectedCandidatePairId = core.Ice.State == IceState.Checking ? null : Pair,
            SelectedCandidatePairChanges = core.Ice.SelectedChanges,
        };
    }

    static CandidatePairStats OfPair(IceMachine ice, double time) => new(Pair, time)
    {
        TransportId = Transport,
        State = ice.State == IceState.Connected ? "succeeded" : "failed",
        Nominated = ice.IsNominated,
        Protocol = ice.Selected.IsTcp ? "tcp" : "udp",
        RequestsReceived = ice.RequestsReceived,
        ResponsesSent = ice.ResponsesSent,
    };

    static CodecStats OfCodec(VideoTerms terms, double time) => new(Codec, time)
    {
        PayloadType = terms.PayloadType,
        TransportId = Transport,
        MimeType = $"video/{VideoFormat.NameOf(terms.Format.Codec)}",
        SdpFmtpLine = terms.Format.Parameters.Length > 0 ? terms.Format.Parameters : null,
    };

    static DataChannelStats OfChannel(PeerCore core, double time) => new(Channel, time)
    {
        Label = DataPath.Label,
        DataChannelIdentifier = core.Data.Channel,
        State = core.End is not null ? "closed" : core.Data.IsOpen ? "open" : "connecting",
        MessagesSent = core.Data.MessagesSent,
        BytesSent = core.Data.BytesSent,
        MessagesReceived = core.Data.MessagesReceived,
        BytesReceived = core.Data.BytesReceived,
    };

    static InboundRtpStats OfVideo(VideoReceiverStats video, uint ssrc, IPictureQueue pictures, VideoTerms terms, double time) =>
        new(Inbound, time)
        {
            Ssrc = ssrc,
            Mid = terms.Mid,
            TransportId = Transport,
            CodecId = Codec,
            RemoteId = video.ReportsReceived > 0 ? Remote : null,
            PacketsReceived = video.PacketsReceived,
            PacketsLost = video.PacketsLost,
            Jitter = video.Jitter.TotalSeconds,
            BytesReceived = video.BytesReceived,
            HeaderBytesReceived = video.HeaderBytesReceived,
            RetransmittedPacketsReceived = video.RetransmittedPacketsReceived,
            FramesReceived = video.FramesReceived,
            FramesDecoded = pictures.FramesDecoded,
            FramesDropped = video.FramesDropped + pictures.FramesDropped,
            FrameWidth = video.FrameWidth,
            FrameHeight = video.FrameHeight,
            NackCount = video.NackCount,
            PliCount = video.PliCount,
            FirCount = video.FirCount,
        };

    static RemoteOutboundRtpStats OfSender(VideoReceiverStats video, uint ssrc, double time) => new(Remote, time)
    {
        Ssrc = ssrc,
        LocalId = Inbound,
        PacketsSent = video.RemotePacketsSent,
        BytesSent = video.RemoteBytesSent,
        ReportsSent = video.ReportsReceived,
        RoundTripTime = video.RoundTrip?.TotalSeconds,
    };
}
