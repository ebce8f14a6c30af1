using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>Finds in a description what a session here needs.</summary>
/// <remarks>
/// One video stream in a codec that is taken and one data channel, bundled on one transport with ICE credentials and a strong
/// fingerprint. Messages are for people and never repeat the description.
/// </remarks>
internal sealed class TermsReader
{
    readonly bool _isOffer;
    readonly SessionDescription _session;
    readonly IReadOnlyList<VideoCodec> _codecs;
    readonly bool _needsChannel;
    PeerRefusal _refusal;
    string _message = "";

    TermsReader(SessionDescription session, bool isOffer, IReadOnlyList<VideoCodec> codecs, bool needsChannel) =>
        (_session, _isOffer, _codecs, _needsChannel) = (session, isOffer, codecs, needsChannel);

    /// <summary>Reads a browser's offer; of <paramref name="codecs"/> the first that it has is taken.</summary>
    internal static bool TryReadOffer(
        string sdp, IReadOnlyList<VideoCodec> codecs, out RemoteTerms terms, out PeerRefusal refusal, out string message,
        bool needsChannel = true) =>
        TryRead(sdp, true, codecs, needsChannel, out terms, out refusal, out message);

    /// <summary>Reads a server's answer.</summary>
    internal static bool TryReadAnswer(string sdp, out RemoteTerms terms, out string message) =>
        TryRead(sdp, false, [VideoCodec.Vp8], true, out terms, out _, out message);   // what our clients send

    static bool TryRead(
        string sdp, bool isOffer, IReadOnlyList<VideoCodec> codecs, bool needsChannel, out RemoteTerms terms, out PeerRefusal refusal,
        out string message)
    {
        terms = null!;
        if (!SdpReader.TryRead(sdp, out var session, out var problem))
        {
            (refusal, message) = (PeerRefusal.BadSdp, "The description is not usable SDP. " + problem);
            return false;
        }

        var reader = new TermsReader(session, isOffer, codecs, needsChannel);
        var read = reader.Read();
        if (read is not null && isOffer) read = read with { Traits = OfferTraits.Read(sdp) };
        (terms, refusal, message) = (read!, reader._refusal, reader._message);
        return read is not null;
    }

    RemoteTerms? Read()
    {
        var twice = _session.Media.Where(media => media.Mid is not null).GroupBy(media => media.Mid).FirstOrDefault(
            same => same.Count() > 1)?.Select(media => media.Lines.Of("mid"));
        if (twice is not null) return Fail(PeerRefusal.BadSdp, $"Two media sections have the same a=mid{LinesOf(twice)}.");

        var video = _session.Media.Find(SendsVideo);
        if (video is null) return Fail(PeerRefusal.NoVideo, WhyNoVideo());
        var data = _session.Media.Find(IsData);
        if (data is null && _needsChannel)
            return Fail(PeerRefusal.NoDataChannel, _isOffer
                ? "The offer has no data channel (m=application). Call createDataChannel(\"faceauth\") before createOffer."
                : "The answer refuses the data channel (m=application).");
        if (video.SimulcastLayers > 1 || video.HasSimulcastGroup)
        {
            var line = Named(video, video.HasSimulcastGroup ? "ssrc-group" : "simulcast");
            return Fail(PeerRefusal.BadSdp, $"The offer uses simulcast ({line}), which is not taken. Offer one encoding.");
        }

        if (video.Streams > 1)
            return Fail(PeerRefusal.BadSdp,
                $"The video section has several streams ({Named(video, "ssrc")}), and it is not said which is meant. Offer one track.");
        if (!video.HasRtcpMux)
            return Fail(PeerRefusal.BadSdp, $"The video section (line {video.Line}) lacks a=rtcp-mux, and there is only one port.");

        var bundle = _session.BundleOf(video);
        if (bundle is null || video.Mid is null || (data is not null && (data.Mid is null || !bundle.Contains(data.Mid))))
        {
            var group = LinesOf([_session.Lines.Of("group")]);
            return Fail(
                PeerRefusal.BadSdp,
                $"Video{LineOf(video)} and data channel{LineOf(data)} are not in one a=group:BUNDLE{group}, and there is only one port.");
        }

        var tagged = _session.Media.Find(media => media.Mid == bundle[0]) ?? video;   // its transport is everybody's (RFC 9143 §7.2)
        return ReadVideo(video) is { } terms ? ReadTransport(tagged, data, terms) : null;
    }

    string WhyNoVideo()
    {
        var video = _session.Media.Find(media => media.Kind == "video");
        if (!_isOffer) return $"The answer refuses the video{LineOf(video)}.";
        const string Remedy = "Add the camera's track with direction sendonly or sendrecv.";
        if (video is null) return $"The offer sends no video: it has no m=video. {Remedy}";
        if (video.IsOff) return $"The offer sends no video: m=video{LineOf(video)} has port 0. {Remedy}";
        return SdpNames.RtpProtocols.Contains(video.Protocol)
            ? $"The offer sends no video: the direction of m=video{LineOf(video)} is to receive or nothing. {Remedy}"
            : $"The offer's m=video{LineOf(video)} names a transport that is not taken. Offer {SdpNames.RtpProtocol}.";
    }

    static string LineOf(MediaDescription? media) => media is null ? "" : $" (line {media.Line})";

    static string LinesOf(IEnumerable<int?> lines)
    {
        var known = lines.OfType<int>().ToList();
        return known.Count == 0 ? "" : $" (line {string.Join(" and ", known)})";
    }

    static string Named(MediaDescription media, string attribute) => $"a={attribute}, line {media.Lines.Of(attribute)}";

    // of the section whose transport it is, or of the session
    string Where(MediaDescription tagged, params string[] attributes)
    {
        var lines = attributes.Select(name => tagged.Lines.Of(name) ?? _session.Lines.Of(name)).ToList();
        return lines.Any(line => line is not null) ? LinesOf(lines) : $" in m={tagged.Kind}{LineOf(tagged)}";
    }

    VideoTerms? ReadVideo(MediaDescription video)
    {
        var offered = video.Formats
            .Select(format => byte.TryParse(format, out var payloadType) ? video.Codecs.GetValueOrDefault(payloadType) : null)
            .Select(codec => codec is not null && VideoFormat.TryRead(codec, out var format) ? (Codec: codec, Format: format) : default)
            .Where(one => one.Codec is not null).ToList();
        var (codec, format) = _codecs.SelectMany(wanted => offered.Where(one => one.Format.Codec == wanted)).FirstOrDefault();
        if (codec is null)
        {
            var taken = string.Join(", ", _codecs.Select(VideoFormat.NameOf));
            Fail(PeerRefusal.NoCommonCodec, $"None of the codecs of m=video{LineOf(video)} is taken (a=rtpmap). Offer one of {taken}.");
            return null;
        }

        var rtx = video.Codecs.Values.FirstOrDefault(other =>
            other.AssociatedPayloadType == codec.PayloadType && video.Formats.Contains($"{other.PayloadType}"));
        return new VideoTerms
        {
            Format = format,
            Protocol = video.Protocol,
            ParameterSets = format.Codec == VideoCodec.H264 ? codec.Parameter("sprop-parameter-sets") ?? "" : "",
            PayloadType = codec.PayloadType,
            RtxPayloadType = rtx?.PayloadType,
            TransportSequenceId = video.HasFeedback(codec, "transport-cc")
                ? video.Extensions.GetValueOrDefault(SdpNames.TransportSequence) : (byte)0,
            MidId = video.Extensions.GetValueOrDefault(SdpNames.Mid),
            Mid = video.Mid!,
            HasNack = video.HasFeedback(codec, "nack"),
            HasPli = video.HasFeedback(codec, "nack pli"),
            HasFir = video.HasFeedback(codec, "ccm fir"),
            HasRemb = video.HasFeedback(codec, "goog-remb"),
            HasReducedSizeRtcp = video.HasReducedSizeRtcp,
        };
    }

    RemoteTerms? ReadTransport(MediaDescription tagged, MediaDescription? data, VideoTerms video)
    {
        var (own, session) = (tagged.Transport, _session.Transport);
        var fragment = own.UsernameFragment ?? session.UsernameFragment;
        var password = own.Password ?? session.Password;
        if (fragment is null || password is null || !IceCredentials.AreValid(fragment, password))
            return Fail(PeerRefusal.BadSdp, $"a=ice-ufrag or a=ice-pwd is missing or malformed{Where(tagged, "ice-ufrag", "ice-pwd")}.");

        var fingerprint = own.Fingerprint ?? session.Fingerprint;
        if (fingerprint is null)
            return Fail(
                PeerRefusal.NoFingerprint, $"There is no a=fingerprint with sha-256, sha-384 or sha-512{Where(tagged, "fingerprint")}.");

        DtlsRole? role = (own.Setup ?? session.Setup) switch
        {
            SetupRole.ActPass when _isOffer => DtlsRole.Server,
            SetupRole.Active => DtlsRole.Server,
            SetupRole.Passive => DtlsRole.Client,
            _ => null,
        };
        if (role is null) return Fail(PeerRefusal.BadSdp, $"a=setup is missing or does not fit{Where(tagged, "setup")}.");
        if (data is not null && data.SctpPort is not (> 0 and <= ushort.MaxValue))
            return Fail(PeerRefusal.BadSdp, $"The data channel section{LineOf(data)} lacks a valid a=sctp-port or a=sctpmap.");

        return new RemoteTerms
        {
            Session = _session,
            Ice = new IceCredentials(fragment, password),
            Fingerprint = fingerprint,
            Role = role.Value,
            Video = video,
            DataMid = data?.Mid,
            SctpPort = data?.SctpPort ?? SdpNames.DefaultSctpPort,
            MaxMessageSize = data?.MaxMessageSize ?? SdpNames.DefaultMaxMessageSize,
            Candidates = tagged.Candidates,
        };
    }

    bool SendsVideo(MediaDescription media) =>
        media.Kind == "video" && !media.IsOff && SdpNames.RtpProtocols.Contains(media.Protocol)
        && _session.DirectionOf(media) is var direction
        && (direction == MediaDirection.SendRecv || direction == (_isOffer ? MediaDirection.SendOnly : MediaDirection.RecvOnly));

    static bool IsData(MediaDescription media) =>
        media.Kind == "application" && !media.IsOff && (media.Formats.Contains(SdpNames.DataFormat) || media.HasSctpMap)
        && media.Protocol is SdpNames.DataProtocol or "TCP/DTLS/SCTP" or "DTLS/SCTP";

    RemoteTerms? Fail(PeerRefusal refusal, string message)
    {
        (_refusal, _message) = (refusal, message);
        return null;
    }
}
