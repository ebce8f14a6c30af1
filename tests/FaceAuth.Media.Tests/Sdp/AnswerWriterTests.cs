using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sdp;

public sealed class AnswerWriterTests
{
    [Fact]
    public void Answers_Chromium_line_by_line()
    {
        var sdp = Vectors.Text("sdp/chromium-156-audio-video.sdp");
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out _));

        var answer = AnswerWriter.Write(offer, Terms.Server());

        Assert.Equal(
            $"""
            v=0
            o=- 42 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 1 2
            a=ice-lite
            m=audio 0 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=inactive
            m=video 7000 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 192.0.2.1
            a=mid:1
            a=recvonly
            a=ice-ufrag:srvr
            a=ice-pwd:server+password/012345678
            a=fingerprint:{Terms.Fingerprint}
            a=setup:passive
            a=candidate:1 1 udp 2130706431 192.0.2.1 7000 typ host
            a=candidate:2 1 udp 2130706175 2001:db8::1 7000 typ host
            a=end-of-candidates
            a=rtpmap:96 VP8/90000
            a=rtcp-fb:96 transport-cc
            a=rtcp-fb:96 nack
            a=rtcp-fb:96 nack pli
            a=fmtp:96 x-google-start-bitrate=1200
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=rtcp-mux
            a=rtcp-rsize
            m=application 7000 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP4 192.0.2.1
            a=ice-ufrag:srvr
            a=ice-pwd:server+password/012345678
            a=fingerprint:{Terms.Fingerprint}
            a=setup:passive
            a=candidate:1 1 udp 2130706431 192.0.2.1 7000 typ host
            a=candidate:2 1 udp 2130706175 2001:db8::1 7000 typ host
            a=end-of-candidates
            a=mid:2
            a=sctp-port:5000
            a=max-message-size:16384

            """.ReplaceLineEndings("\r\n"),
            answer);
    }

    [Fact]
    public void Announces_bitrates_only_when_both_sides_want_it()
    {
        Assert.True(TermsReader.TryReadOffer(Vectors.Text("sdp/firefox-153-video.sdp"), [VideoCodec.Vp8], out var offer, out _, out _));

        var answer = AnswerWriter.Write(offer, Terms.Server() with { SendsRemb = true, StartBitrate = 0 });

        Assert.Contains("a=rtcp-fb:120 goog-remb\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("x-google", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sender_without_transport_wide_feedback_is_told_its_bitrate_by_REMB()
    {
        var sdp = Vectors.Text("sdp/firefox-153-video.sdp").Replace("a=rtcp-fb:120 transport-cc\r\n", "", StringComparison.Ordinal);
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out _));

        var answer = AnswerWriter.Write(offer, Terms.Server());

        Assert.Equal(0, offer.Video.TransportSequenceId);
        Assert.Contains("a=rtcp-fb:120 goog-remb\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void An_offer_with_the_SCTP_port_as_format_is_answered_in_the_same_way()
    {
        var sdp = Vectors.Text("sdp/aiortc-1.4.sdp");
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out var problem), problem);

        var answer = AnswerWriter.Write(offer, Terms.Server());

        Assert.Equal((5000, 65_536), (offer.SctpPort, offer.MaxMessageSize));
        Assert.Contains("m=application 7000 DTLS/SCTP 5000\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=sctpmap:5000 webrtc-datachannel\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("sctp-port", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void FIR_is_agreed_on_only_where_there_is_no_PLI()
    {
        var sdp = Vectors.Text("sdp/firefox-153-video.sdp");
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var both, out _, out _));
        Assert.True(TermsReader.TryReadOffer(
            sdp.Replace("a=rtcp-fb:120 nack pli\r\n", "", StringComparison.Ordinal), [VideoCodec.Vp8], out var one, out _, out _));

        var (withPli, withoutPli) = (AnswerWriter.Write(both, Terms.Server()), AnswerWriter.Write(one, Terms.Server()));

        Assert.DoesNotContain("ccm fir", withPli, StringComparison.Ordinal);
        Assert.Contains("a=rtcp-fb:120 ccm fir\r\n", withoutPli, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("actpass", nameof(DtlsRole.Server), "passive")]
    [InlineData("active", nameof(DtlsRole.Server), "passive")]
    [InlineData("passive", nameof(DtlsRole.Client), "active")]
    public void Takes_the_role_that_the_offer_leaves(string offered, string role, string answered)
    {
        var sdp = Vectors.Text("sdp/chromium-156-video.sdp").Replace("setup:actpass", "setup:" + offered, StringComparison.Ordinal);
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out _));

        var answer = AnswerWriter.Write(offer, Terms.Server());

        Assert.Equal(role, offer.Role.ToString());
        Assert.Contains("a=setup:" + answered, answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_client_and_our_server_understand_each_other()
    {
        var offerSdp = OfferWriter.Write(Terms.Video(), Terms.Client(), 1111, 2222, "cname");

        Assert.True(TermsReader.TryReadOffer(offerSdp, [VideoCodec.Vp8], out var offer, out _, out var problem), problem);
        var read = TermsReader.TryReadAnswer(AnswerWriter.Write(offer, Terms.Server()), out var answer, out problem);

        Assert.True(read, problem);
        Assert.Equal(DtlsRole.Client, answer.Role);
        Assert.Equal(offer.Video with { MidId = 0 }, answer.Video);
        Assert.Equal("srvr", answer.Ice.UsernameFragment);
        Assert.Equal(Terms.Server().Candidates, answer.Candidates);
        Assert.Equal(16384, answer.MaxMessageSize);
    }

    [Fact]
    public void A_client_says_why_an_answer_is_of_no_use()
    {
        var sdp = OfferWriter.Write(Terms.Video(), Terms.Client(), 1, 2, "c");
        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out _));
        var answer = AnswerWriter.Write(offer, Terms.Server()).Replace("m=video 7000", "m=video 0", StringComparison.Ordinal);

        Assert.False(TermsReader.TryReadAnswer(answer, out _, out var message));

        Assert.Contains("refuses the video", message, StringComparison.Ordinal);
    }
}
