using System.Globalization;
using System.Net;
using System.Text;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;

namespace FaceAuth.Media.Sdp;

/// <summary>Writes the lines of a session description, CRLF after each.</summary>
internal sealed class SdpWriter
{
    readonly StringBuilder _text = new();
    readonly LocalTerms _local;

    internal SdpWriter(LocalTerms local, IEnumerable<string> bundle, bool isIceLite)
    {
        _local = local;
        Line($"v=0");
        Line($"o=- {local.SessionId} {local.Version} IN IP4 127.0.0.1");   // the address means nothing (RFC 9429 §5.2.1)
        Line($"s=-");
        Line($"t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', bundle)}");
        if (isIceLite) Line($"a=ice-lite");
    }

    internal void Line(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

    /// <summary>The m= and c= lines of a section that is on.</summary>
    internal void Section(string kind, string protocol, string formats)
    {
        // the default candidate; port 9 stands for "none yet" (RFC 8839 §4.3.1)
        var first = _local.Candidates.Count > 0 ? _local.Candidates[0].Address.ToEndPoint() : new IPEndPoint(IPAddress.Any, 9);
        Line($"m={kind} {first.Port} {protocol} {formats}");
        Line($"c=IN {(_local.Candidates is [{ Address.IsIPv6: true }, ..] ? "IP6" : "IP4")} {first.Address}");
    }

    internal void Transport(SetupRole setup)
    {
        Line($"a=ice-ufrag:{_local.Ice.UsernameFragment}");
        Line($"a=ice-pwd:{_local.Ice.Password}");
        Line($"a=fingerprint:{_local.Fingerprint}");
        Line($"a=setup:{NameOf(setup)}");
        foreach (var (candidate, index) in _local.Candidates.Select((candidate, index) => (candidate, index))) Candidate(candidate, index);
        if (_local.Candidates.Count > 0) Line($"a=end-of-candidates");
    }

    internal void Video(VideoTerms video, bool isAnswer)
    {
        Line($"a=rtpmap:{video.PayloadType} {video.Format.Encoding}");
        if (video.HasRemb) Line($"a=rtcp-fb:{video.PayloadType} goog-remb");
        if (video.TransportSequenceId != 0) Line($"a=rtcp-fb:{video.PayloadType} transport-cc");
        if (video.HasFir) Line($"a=rtcp-fb:{video.PayloadType} ccm fir");
        if (video.HasNack) Line($"a=rtcp-fb:{video.PayloadType} nack");
        if (video.HasPli) Line($"a=rtcp-fb:{video.PayloadType} nack pli");
        var start = isAnswer && _local.StartBitrate > 0 ? $"x-google-start-bitrate={_local.StartBitrate}" : "";
        var parameters = string.Join(';', new[] { video.Format.Parameters, start }.Where(part => part.Length > 0));
        if (parameters.Length > 0) Line($"a=fmtp:{video.PayloadType} {parameters}");
        if (video.RtxPayloadType is { } rtx)
        {
            Line($"a=rtpmap:{rtx} {SdpNames.Rtx}");
            Line($"a=fmtp:{rtx} apt={video.PayloadType}");
        }

        if (video.TransportSequenceId != 0) Line($"a=extmap:{video.TransportSequenceId} {SdpNames.TransportSequence}");
        if (video.MidId != 0) Line($"a=extmap:{video.MidId} {SdpNames.Mid}");
        Line($"a=rtcp-mux");
        if (video.HasReducedSizeRtcp) Line($"a=rtcp-rsize");
    }

    /// <param name="mid">The section's media id.</param>
    /// <param name="withMap">Whether the section's format is the port, see <see cref="MediaDescription.HasSctpMap"/>.</param>
    internal void Data(string mid, bool withMap = false)
    {
        Line($"a=mid:{mid}");
        if (withMap) Line($"a=sctpmap:{_local.SctpPort} {SdpNames.DataFormat}");
        else Line($"a=sctp-port:{_local.SctpPort}");
        Line($"a=max-message-size:{_local.MaxMessageSize}");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    void Candidate(IceCandidate candidate, int index)
    {
        var address = candidate.Address.ToEndPoint().Address;
        var (protocol, type) = candidate.IsTcp ? ("tcp", " tcptype passive") : ("udp", "");
        Line($"a=candidate:{index + 1} 1 {protocol} {candidate.Priority} {address} {candidate.Address.Port} typ host{type}");
    }

    internal static string FormatsOf(VideoTerms video) =>
        video.RtxPayloadType is { } rtx ? $"{video.PayloadType} {rtx}" : $"{video.PayloadType}";

    internal static SetupRole SetupOf(DtlsRole role) => role == DtlsRole.Client ? SetupRole.Active : SetupRole.Passive;

    static string NameOf(SetupRole setup) => setup switch
    {
        SetupRole.Active => "active",
        SetupRole.Passive => "passive",
        _ => "actpass",
    };
}
