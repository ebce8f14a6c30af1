using FaceAuth.Media.Conduct;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Conduct;

public sealed class OfferTraitsTests
{
    [Fact]
    public void The_way_an_offer_is_written_is_read()
    {
        var offer = OfferTraits.Read(Vectors.Text("sdp/chromium-156-video.sdp"));

        Assert.Equal(("-", "127.0.0.1", (4, 24)), (offer.OriginUser, offer.OriginAddress, offer.Credentials));
        Assert.Equal(["goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"], offer.Feedback);
        Assert.Contains("http://www.webrtc.org/experiments/rtp-hdrext/video-timing", offer.Extensions);
        Assert.Equal(262_144, offer.MaxMessageSize);
        Assert.True(offer is { IsMixedForSession: true, HasReducedSize: true, HasSourceStream: true, HasSessionFingerprint: false });
    }

    [Theory]
    [InlineData("")]
    [InlineData("m=video")]
    [InlineData("o=\r\nm=video \r\na=rtcp-fb:\r\na=extmap:\r\na=ssrc:\r\na=fmtp:")]
    [InlineData("o=- \nm=video 9 x \na=rtcp-fb: \na=ssrc:1 cname:\nm=application \na=max-message-size:99999999999999999999")]
    public void What_is_no_offer_is_read_as_nothing(string text) => Assert.Null(OfferTraits.Read(text).MaxMessageSize);

    [Fact]
    public void Lists_and_texts_are_bounded()
    {
        var many = string.Concat(Enumerable.Range(0, 1000).Select(i =>
            $"a=extmap:{i} urn:{new string('x', 200)}{i}\r\na=rtcp-fb:96 n{i}\r\n"));

        var offer = OfferTraits.Read("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n" + many);

        Assert.Equal((32, 32), (offer.Extensions.Count, offer.Feedback.Count));
        Assert.All(offer.Extensions, extension => Assert.InRange(extension.Length, 1, 96));
    }

    [Fact]
    public void Spoiled_offers_are_read_without_harm()
    {
        var random = new Random(11);
        var whole = Vectors.Text("sdp/firefox-153-video.sdp");
        for (var i = 0; i < 500; i++)
        {
            var text = whole.ToCharArray();
            for (var j = 0; j < 20; j++) text[random.Next(text.Length)] = (char)random.Next(128);
            Assert.NotNull(OfferTraits.Read(new string(text, 0, random.Next(text.Length))));
        }
    }
}
