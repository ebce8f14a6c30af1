using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Sdp;

public sealed class OfferWithoutChannelTests
{
    // Chromium's own, without its last section
    static readonly string Sdp = Vectors.Text("sdp/chromium-156-audio-video.sdp").Split("m=application")[0]
        .Replace("BUNDLE 0 1 2", "BUNDLE 0 1", StringComparison.Ordinal);

    [Fact]
    public void Is_refused_where_a_channel_is_needed()
    {
        Assert.False(TermsReader.TryReadOffer(Sdp, [VideoCodec.Vp8], out _, out var refusal, out _));
        Assert.Equal(PeerRefusal.NoDataChannel, refusal);
    }

    [Fact]
    public void Is_answered_section_by_section_where_none_is_needed()
    {
        Assert.True(TermsReader.TryReadOffer(Sdp, [VideoCodec.Vp8], out var offer, out _, out var problem, needsChannel: false), problem);

        var answer = AnswerWriter.Write(offer, Terms.Server());

        Assert.Contains("a=group:BUNDLE 1\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(["m=audio 0", "m=video 7000"], answer.Split("\r\n").Where(line => line.StartsWith("m=", StringComparison.Ordinal))
            .Select(line => string.Join(' ', line.Split(' ')[..2])));
        Assert.DoesNotContain("sctp", answer, StringComparison.Ordinal);
    }
}
