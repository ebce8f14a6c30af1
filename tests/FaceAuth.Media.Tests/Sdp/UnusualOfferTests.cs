using System.Globalization;
using System.Text.RegularExpressions;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sdp;

/// <summary>Offers as other stacks than browsers write them, and what is said of those that are refused.</summary>
public sealed partial class UnusualOfferTests
{
    const string Chromium = "sdp/chromium-156-video.sdp";

    [Theory]
    [InlineData("UDP/TLS/RTP/SAVPF")]
    [InlineData("UDP/TLS/RTP/SAVP")]
    [InlineData("TCP/DTLS/RTP/SAVPF")]
    [InlineData("TCP/DTLS/RTP/SAVP")]
    [InlineData("RTP/SAVPF")]
    [InlineData("RTP/SAVP")]
    [InlineData("RTP/AVPF")]
    [InlineData("RTP/AVP")]
    public void Every_profile_that_means_the_same_is_answered_with_itself(string profile)
    {
        var sdp = Changed("UDP/TLS/RTP/SAVPF", profile);

        Assert.True(TryRead(sdp, out var offer, out var message), message);

        var answer = AnswerWriter.Write(offer, Terms.Server());
        Assert.Contains($"m=video 7000 {profile} 96 97", answer, StringComparison.Ordinal);
        Assert.True(TermsReader.TryReadAnswer(answer, out _, out _));
    }

    [Theory]
    [InlineData("RTP/SAVPF", "a=fingerprint", PeerRefusal.NoFingerprint)]
    [InlineData("RTP/AVP", "a=fingerprint", PeerRefusal.NoFingerprint)]
    public void No_profile_goes_without_a_fingerprint(string profile, string without, PeerRefusal refusal)
    {
        var sdp = Changed("UDP/TLS/RTP/SAVPF", profile).Replace(without, "a=x", StringComparison.Ordinal);

        Assert.False(TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out _, out var said, out _));
        Assert.Equal(refusal, said);
    }

    [Theory]
    [InlineData("a=b-c_d#")]
    [InlineData("ab=_")]
    public void Credentials_of_characters_that_browsers_take_are_taken(string fragment)
    {
        var sdp = Ufrag().Replace(Vectors.Text(Chromium), $"a=ice-ufrag:{fragment}");

        Assert.True(TryRead(sdp, out var offer, out var message), message);
        Assert.Equal(fragment, offer.Ice.UsernameFragment);
    }

    [Theory]
    [InlineData("ab:c")]
    [InlineData("ab c")]
    [InlineData("abü1")]
    [InlineData("abc")]
    public void Other_credentials_are_refused_by_attribute_and_line(string fragment)
    {
        var sdp = Ufrag().Replace(Vectors.Text(Chromium), $"a=ice-ufrag:{fragment}");

        Assert.False(TryRead(sdp, out _, out var message));
        Assert.Contains("a=ice-ufrag", message, StringComparison.Ordinal);
        Assert.Contains(LineOf(sdp, "a=ice-ufrag"), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=ssrc:1001 cname:q\r\na=ssrc:2001 cname:q\r\n", "several streams", "a=ssrc:1001")]
    [InlineData("a=ssrc-group:SIM 1001 1002\r\na=ssrc:1001 cname:q\r\na=ssrc:1002 cname:q\r\n", "simulcast", "a=ssrc-group:SIM")]
    [InlineData(
        "a=ssrc-group:FID 1001 1002\r\na=ssrc:1001 cname:q\r\na=ssrc:1002 cname:q\r\na=ssrc:2001 cname:q\r\n",
        "several streams", "a=ssrc:1001")]
    public void Several_streams_in_one_section_are_refused_whichever_would_come_first(string sources, string named, string at)
    {
        var sdp = WithSources(sources);

        Assert.False(TryRead(sdp, out _, out var message));
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(LineOf(sdp, at), message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=ssrc:1001 cname:q\r\na=ssrc:1001 msid:s v\r\n")]
    [InlineData("a=ssrc-group:FID 1001 1002\r\na=ssrc:1001 cname:q\r\na=ssrc:1002 cname:q\r\n")]
    [InlineData("a=ssrc:1001 cname:q\r\na=ssrc:1002 cname:q\r\na=ssrc-group:FEC-FR 1001 1002\r\n")]
    public void One_stream_with_what_repairs_it_is_taken(string sources) =>
        Assert.True(TryRead(WithSources(sources), out _, out var message), message);

    [Theory]
    [InlineData("a=sendonly", "a=recvonly", "direction", "m=video")]
    [InlineData("m=video 52319", "m=video 0", "port 0", "m=video")]
    [InlineData("m=video 52319 UDP/TLS/RTP/SAVPF", "m=video 52319 TCP/MSRP", "UDP/TLS/RTP/SAVPF", "m=video")]
    [InlineData("a=rtcp-mux\r\n", "", "a=rtcp-mux", "m=video")]
    [InlineData("a=group:BUNDLE 0 1", "a=group:BUNDLE 0", "a=group:BUNDLE", "a=group")]
    [InlineData("a=setup:actpass", "a=setup:holdconn", "a=setup", "a=setup")]
    [InlineData("VP8/90000", "VP7/90000", "a=rtpmap", "m=video")]
    [InlineData("a=sctp-port:5000", "a=sctp-port:0", "a=sctp-port", "m=application")]
    [InlineData("a=mid:1", "a=mid:0", "a=mid", "a=mid:0")]
    public void A_refusal_names_attribute_and_line(string find, string replace, string named, string at)
    {
        var sdp = Changed(find, replace);

        Assert.False(TryRead(sdp, out _, out var message));
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains(LineOf(sdp, at), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_sets_of_the_description_are_read_and_what_is_none_is_left_out()
    {
        var sdp = Changed("a=rtpmap:96 VP8/90000", "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;"
            + $"sprop-parameter-sets=Z0LAFA==,aM48gA==,!,,{string.Join(',', Enumerable.Repeat("AAAA", 100))}");

        Assert.True(TermsReader.TryReadOffer(sdp, [VideoCodec.H264], out var offer, out _, out var message), message);

        var sets = H264ParameterSets.Read(offer.Video.ParameterSets);
        Assert.Equal(H264ParameterSets.MostDescribed - 2, sets.Count);
        Assert.Equal([[0x67, 0x42, 0xC0, 0x14], [0x68, 0xCE, 0x3C, 0x80]], sets.Take(2));
    }

    static bool TryRead(string sdp, out RemoteTerms offer, out string message) =>
        TermsReader.TryReadOffer(sdp, [VideoCodec.Vp8], out offer, out _, out message);

    static string Changed(string find, string replace) => Vectors.Text(Chromium).Replace(find, replace, StringComparison.Ordinal);

    static string WithSources(string sources) => Source().Replace(Vectors.Text(Chromium), "")
        .Replace("m=application", sources + "m=application", StringComparison.Ordinal);

    static string LineOf(string sdp, string start)
    {
        var line = sdp.Split('\n').Index().First(line => line.Item.StartsWith(start, StringComparison.Ordinal)).Index + 1;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}");
    }

    [GeneratedRegex("a=ice-ufrag:[^\r\n]*")]
    private static partial Regex Ufrag();

    [GeneratedRegex("a=ssrc[^\n]*\n")]
    private static partial Regex Source();
}
