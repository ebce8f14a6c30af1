using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sdp;

public sealed class VideoFormatTests
{
    const string H264 = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=";
    static readonly VideoCodec[] All = Enum.GetValues<VideoCodec>();

    [Theory]
    [InlineData("VP8/90000", "", "Vp8", "")]
    [InlineData("vp8/90000", "max-fr=30", "Vp8", "")]
    [InlineData("H264/90000", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "H264", H264 + "42e01f")]
    [InlineData("H264/90000", "profile-level-id=4D001F; packetization-mode=1", "H264", H264 + "4d001f")]
    [InlineData("H264/90000", "packetization-mode=1;profile-level-id=64001f", "H264", H264 + "64001f")]
    [InlineData("H264/90000", "packetization-mode=1", "H264", H264 + "42000a")]
    [InlineData("VP9/90000", "", "Vp9", "profile-id=0")]
    [InlineData("VP9/90000", "profile-id=0", "Vp9", "profile-id=0")]
    [InlineData("AV1/90000", "level-idx=5;profile=0;tier=0", "Av1", "profile=0")]
    public void Formats_that_can_be_decoded_are_taken(string encoding, string parameters, string codec, string answered)
    {
        Assert.True(VideoFormat.TryRead(new RtpCodec(96) { Encoding = encoding, Parameters = parameters }, out var format));

        Assert.Equal(new VideoFormat(Enum.Parse<VideoCodec>(codec), answered), format);
    }

    [Theory]
    [InlineData("H264/90000", "")]                                               // packetization-mode 0
    [InlineData("H264/90000", "packetization-mode=0;profile-level-id=42e01f")]
    [InlineData("H264/90000", "packetization-mode=2;profile-level-id=42e01f")]
    [InlineData("H264/90000", "packetization-mode=1;profile-level-id=f4001f")]   // 4:4:4
    [InlineData("H264/90000", "packetization-mode=1;profile-level-id=42e0")]
    [InlineData("H264/90000", "packetization-mode=1;profile-level-id=zzzzzz")]
    [InlineData("VP9/90000", "profile-id=2")]                                    // 10 bits
    [InlineData("AV1/90000", "profile=1")]
    [InlineData("H265/90000", "")]
    [InlineData("rtx/90000", "apt=96")]
    [InlineData("", "")]
    public void Others_are_not(string encoding, string parameters) =>
        Assert.False(VideoFormat.TryRead(new RtpCodec(96) { Encoding = encoding, Parameters = parameters }, out _));

    [Theory]
    [InlineData("sdp/chromium-156-video.sdp", "Vp8,H264,Vp9,Av1", "Vp8")]
    [InlineData("sdp/chromium-156-video.sdp", "H264,Vp8", "H264")]
    [InlineData("sdp/chromium-156-video.sdp", "Vp9,Vp8", "Vp9")]
    [InlineData("sdp/chromium-156-video.sdp", "Av1,Vp8", "Av1")]
    [InlineData("sdp/firefox-153-video.sdp", "Vp9,Vp8", "Vp9")]
    public void The_first_wanted_codec_that_is_offered_is_answered_with_its_retransmissions(string vector, string wanted, string chosen)
    {
        var codecs = wanted.Split(',').Select(Enum.Parse<VideoCodec>).ToList();

        Assert.True(TermsReader.TryReadOffer(Vectors.Text(vector), codecs, out var offer, out _, out var problem), problem);

        var media = offer.Session.Media.First(media => media.Kind == "video");
        var codec = media.Codecs[offer.Video.PayloadType];
        Assert.Equal(Enum.Parse<VideoCodec>(chosen), offer.Video.Format.Codec);
        Assert.True(codec.Is(offer.Video.Format.Encoding));
        Assert.Equal(offer.Video.PayloadType, media.Codecs[offer.Video.RtxPayloadType!.Value].AssociatedPayloadType);
    }

    [Fact]
    public void A_browser_with_none_of_them_is_told_which_are_taken()
    {
        var sdp = Vectors.Text("sdp/chromium-156-video.sdp");
        foreach (var name in VideoFormat.Names) sdp = sdp.Replace($" {name}/90000", " X/90000", StringComparison.Ordinal);

        Assert.False(TermsReader.TryReadOffer(sdp, All, out _, out var refusal, out var message));

        Assert.Equal(PeerRefusal.NoCommonCodec, refusal);
        Assert.Contains("VP8, H264, VP9, AV1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VP8", "H264")]
    [InlineData("AV1", "VP8")]
    public void Settings_order_the_codecs(params string[] names) =>
        Assert.Equal(names, VideoFormat.Preferred(names).Select(VideoFormat.NameOf));

    [Fact]
    public void Without_settings_all_are_taken() => Assert.Equal(All, VideoFormat.Preferred([]));
}
