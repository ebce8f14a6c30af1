using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Conduct;

public sealed class ClientIdentityTests
{
    const string Chromium = "chromium-156", Gecko = "firefox-153";

    public static TheoryData<string, string, object> Known { get; } = new()
    {
        { Chromium + "-video", Chromium, ClientFamily.Chromium },
        { Chromium + "-audio-video", Chromium, ClientFamily.Chromium },
        { Gecko + "-video", Gecko, ClientFamily.Firefox },
        { Gecko + "-audio-video", Gecko, ClientFamily.Firefox },
        { "aiortc-1.4", "aiortc-1.4", ClientFamily.Aiortc },
        { "gstreamer-1.22", "gstreamer-1.22", ClientFamily.GStreamer },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Each_program_is_known_for_what_it_is(string offer, string hello, object family) =>
        Assert.Equal(family, ClientIdentity.FamilyOf(Clients.Of(offer, hello)));

    [Theory]
    [InlineData(Chromium + "-video", Chromium, Clients.Chrome)]
    [InlineData(Chromium + "-audio-video", Chromium, Clients.Chrome)]
    [InlineData(Gecko + "-video", Gecko, Clients.Firefox)]
    [InlineData(Gecko + "-audio-video", Gecko, Clients.Firefox)]
    public void A_browser_that_says_what_it_is_is_clear(string offer, string hello, string agent) =>
        Assert.Equal(PeerSign.Clear, Judge(Clients.Of(offer, hello), agent));

    [Theory]
    [InlineData("aiortc-1.4", "aiortc-1.4", Clients.Chrome)]
    [InlineData("gstreamer-1.22", "gstreamer-1.22", Clients.Chrome)]
    [InlineData("aiortc-1.4", "aiortc-1.4", Clients.Firefox)]
    [InlineData("gstreamer-1.22", "gstreamer-1.22", Clients.Safari)]
    [InlineData(Gecko + "-video", Gecko, Clients.Chrome)]
    [InlineData(Chromium + "-video", Chromium, Clients.Firefox)]
    [InlineData(Chromium + "-video", "aiortc-1.4", Clients.Chrome)]   // the offer alone is copied
    [InlineData("aiortc-1.4", Chromium, Clients.Chrome)]              // and the ClientHello alone
    public void Who_says_to_be_another_browser_is_told(string offer, string hello, string agent) =>
        Assert.Equal(PeerSign.Raised, Judge(Clients.Of(offer, hello), agent));

    [Theory]
    [InlineData("aiortc-1.4", "aiortc-1.4", "Python/3.11 aiohttp/3.8")]
    [InlineData(Chromium + "-video", Chromium, null)]
    [InlineData(Chromium + "-video", Chromium, Clients.Safari)]
    public void Nothing_is_said_of_who_claims_nothing_or_what_nobody_measured(string offer, string hello, string? agent) =>
        Assert.Equal(PeerSign.Unknown, Judge(Clients.Of(offer, hello), agent));

    [Fact]
    public void A_new_version_that_changes_a_third_of_its_habits_is_not_accused()
    {
        var client = Clients.Of(Chromium + "-video", Chromium);
        var family = FamilyTable.All.First(one => one.Family == ClientFamily.Chromium);
        var text = Vectors.Text($"sdp/{Chromium}-video.sdp")
            .Replace("a=max-message-size:262144", "a=max-message-size:1048576", StringComparison.Ordinal)
            .Replace("a=extmap-allow-mixed\r\n", "", StringComparison.Ordinal)
            .Replace("a=ice-options:trickle", "a=ice-options:renomination", StringComparison.Ordinal)
            .Replace("IN IP4 127.0.0.1", "IN IP4 0.0.0.0", StringComparison.Ordinal);
        var hello = client.Hello! with
        {
            CipherSuites = [4865, 4866, 4867, 49195, 49199, 52393],   // CBC is gone
            SrtpProfiles = [7],
        };

        var changed = client with { Offer = OfferTraits.Read(text), Hello = hello };

        Assert.True(family.OfferShare(changed) < 0.7);
        Assert.Equal(PeerSign.Unknown, Judge(changed, Clients.Chrome));
    }

    [Fact]
    public void A_browser_that_does_not_send_what_was_agreed_is_told()
    {
        var client = Clients.Of(Chromium + "-video", Chromium);

        Assert.Equal(PeerSign.Raised, Judge(client with { SendsAgreed = false }, Clients.Chrome));
        Assert.Equal(PeerSign.Unknown, Judge(client with { SendsAgreed = null }, Clients.Chrome));
    }

    [Fact]
    public void Before_the_handshake_nothing_is_said() =>
        Assert.Equal(PeerSign.Unknown, Judge(Clients.Of("aiortc-1.4", "aiortc-1.4") with { Hello = null }, Clients.Chrome));

    static PeerSign Judge(ClientFeatures client, string? agent) => ClientIdentity.Judge(client, UserAgents.Read(agent));
}
