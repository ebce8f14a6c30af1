using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sdp;

public sealed class TermsReaderTests
{
    const string Chromium = "sdp/chromium-156-video.sdp";

    [Theory]
    [InlineData("sdp/chromium-156-video.sdp", 96, 97, 4, "0", "1", 262144)]
    [InlineData("sdp/chromium-156-audio-video.sdp", 96, 97, 3, "1", "2", 262144)]
    [InlineData("sdp/firefox-153-video.sdp", 120, 124, 7, "0", "1", 1073741823)]
    [InlineData("sdp/firefox-153-audio-video.sdp", 120, 124, 7, "1", "2", 1073741823)]
    public void Finds_its_way_in_the_offers_of_browsers(
        string vector, int payloadType, int rtx, int sequenceId, string videoMid, string dataMid, long maxMessageSize)
    {
        var read = TermsReader.TryReadOffer(Vectors.Text(vector), [VideoCodec.Vp8], out var offer, out _, out _);

        Assert.True(read);
        Assert.Equal(payloadType, offer.Video.PayloadType);
        Assert.Equal((byte)rtx, offer.Video.RtxPayloadType);
        Assert.Equal(sequenceId, offer.Video.TransportSequenceId);
        Assert.True(offer.Video is { HasNack: true, HasPli: true, HasRemb: true, HasReducedSizeRtcp: true });
        Assert.Equal(videoMid, offer.Video.Mid);
        Assert.Equal(dataMid, offer.DataMid);
        Assert.Equal(5000, offer.SctpPort);
        Assert.Equal(maxMessageSize, offer.MaxMessageSize);
        Assert.Equal(DtlsRole.Server, offer.Role);
        Assert.Equal("sha-256", offer.Fingerprint.Algorithm);
    }

    [Fact]
    public void Reads_candidates_of_the_bundled_transport()
    {
        Assert.True(TermsReader.TryReadOffer(Vectors.Text(Chromium), [VideoCodec.Vp8], out var offer, out _, out _));

        Assert.Equal(
            [("192.0.2.2:52319", 2122194687u), ("[2001:db8::2]:50648", 2122265343u)],
            offer.Candidates.Select(candidate => (candidate.Address.ToEndPoint().ToString(), candidate.Priority)));
    }

    [Theory]
    [InlineData("", "", PeerRefusal.BadSdp, "m= line")]
    [InlineData("v=0", "v=1", PeerRefusal.BadSdp, "v=0")]
    [InlineData("a=sendonly", "a=recvonly", PeerRefusal.NoVideo, "no video")]
    [InlineData("a=sendonly", "a=inactive", PeerRefusal.NoVideo, "no video")]
    [InlineData("m=video 52319", "m=video 0", PeerRefusal.NoVideo, "no video")]
    [InlineData("m=video", "m=audio", PeerRefusal.NoVideo, "no video")]
    [InlineData("m=application 50519", "m=application 0", PeerRefusal.NoDataChannel, "data channel")]
    [InlineData("webrtc-datachannel", "bfcp", PeerRefusal.NoDataChannel, "data channel")]
    [InlineData("VP8/90000", "VP7/90000", PeerRefusal.NoCommonCodec, "VP8")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:sha-1", PeerRefusal.NoFingerprint, "fingerprint")]
    [InlineData("a=fingerprint:sha-256 69:C4", "a=fingerprint:sha-256 69:X4", PeerRefusal.NoFingerprint, "fingerprint")]
    [InlineData("a=ice-ufrag:ApAX", "a=ice-ufrag:Ap", PeerRefusal.BadSdp, "ice-ufrag")]
    [InlineData("a=ice-pwd:", "a=ice-pwx:", PeerRefusal.BadSdp, "ice-pwd")]
    [InlineData("a=setup:actpass", "a=setup:holdconn", PeerRefusal.BadSdp, "setup")]
    [InlineData("a=rtcp-mux\r\n", "", PeerRefusal.BadSdp, "rtcp-mux")]
    [InlineData("a=group:BUNDLE 0 1", "a=group:BUNDLE 0", PeerRefusal.BadSdp, "BUNDLE")]
    [InlineData("a=mid:1", "a=mid:0", PeerRefusal.BadSdp, "a=mid")]
    [InlineData("a=sctp-port:5000", "a=sctp-port:0", PeerRefusal.BadSdp, "sctp-port")]
    [InlineData("a=sctp-port:5000", "a=sctp-port:65536", PeerRefusal.BadSdp, "sctp-port")]
    public void Refuses_an_offer_that_cannot_work_and_says_why(string find, string replace, PeerRefusal refusal, string named)
    {
        var sdp = find.Length == 0 ? "" : Vectors.Text(Chromium).Replace(find, replace, StringComparison.Ordinal);

        var read = TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out var said, out var message);

        Assert.False(read);
        Assert.Equal(refusal, said);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_simulcast()
    {
        var sdp = Vectors.Text("sdp/chromium-156-simulcast.sdp");

        var read = TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out var refusal, out var message);

        Assert.False(read);
        Assert.Equal(PeerRefusal.BadSdp, refusal);
        Assert.Contains("simulcast", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    public void Takes_any_line_end(string end)
    {
        var sdp = Vectors.Text(Chromium).ReplaceLineEndings(end);

        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out _, out _));
    }

    [Fact]
    public void Works_without_retransmission_and_congestion_feedback()
    {
        var sdp = Vectors.Text(Chromium).Replace("apt=96", "apt=95", StringComparison.Ordinal)
            .Replace("transport-cc", "transport-xx", StringComparison.Ordinal);

        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out var offer, out _, out _));

        Assert.Null(offer.Video.RtxPayloadType);
        Assert.Equal(0, offer.Video.TransportSequenceId);
    }

    [Fact]
    public void A_bundle_only_section_is_on()
    {
        var sdp = Vectors.Text(Chromium).Replace("m=application 50519", "m=application 0", StringComparison.Ordinal) + "a=bundle-only\r\n";

        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out _, out _));
    }

    [Theory]
    [InlineData(SdpReader.MaxLength + 1, 1, "longer")]
    [InlineData(5000, 1, "longer")]
    [InlineData(10, 2100, "lines")]
    public void Bounds_what_it_reads(int lineLength, int lines, string named)
    {
        var line = "a=" + new string('x', lineLength) + "\n";
        var sdp = "v=0\n" + string.Concat(Enumerable.Repeat(line, lines));

        Assert.False(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out var refusal, out var message));

        Assert.Equal(PeerRefusal.BadSdp, refusal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_the_sections()
    {
        var sdp = "v=0\n" + string.Concat(Enumerable.Repeat("m=video 9 UDP/TLS/RTP/SAVPF 96\n", 33));

        Assert.False(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out _, out var message));

        Assert.Contains("m= lines", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sdp/chromium-156-audio-video.sdp", 11)]
    [InlineData("sdp/chromium-156-simulcast.sdp", 12)]
    [InlineData("sdp/firefox-153-video.sdp", 13)]
    public void Spoiled_offers_never_throw_and_are_answered_when_taken(string vector, int seed)
    {
        var (taken, refused) = (0, 0);

        foreach (var bytes in Mutations.Of(Encoding.Latin1.GetBytes(Vectors.Text(vector)), seed, 3000))
        {
            if (TermsReader.TryReadOffer(Encoding.Latin1.GetString(bytes), [VideoCodec.Vp8], out var offer, out _, out var message))
            {
                var answer = AnswerWriter.Write(offer, Terms.Server());
                Assert.True(TermsReader.TryReadAnswer(answer, out _, out var problem), problem);
                taken++;
            }
            else
            {
                Assert.NotEmpty(message);
                refused++;
            }
        }

        Assert.True(refused > 0);
        if (!vector.Contains("simulcast", StringComparison.Ordinal)) Assert.True(taken > 0);
    }
}
