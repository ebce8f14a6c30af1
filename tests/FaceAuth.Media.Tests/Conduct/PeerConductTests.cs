using FaceAuth.Media.Conduct;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Conduct;

/// <summary>Two peers over a network, on virtual time.</summary>
public sealed class PeerConductTests
{
    static readonly byte[] Keyframe = Vp8(isKeyframe: true), Delta = Vp8(isKeyframe: false);

    [Fact]
    public void Our_own_client_is_known_and_told_when_it_says_to_be_a_browser()
    {
        using var pair = new PeerPair(1);
        pair.Connect();

        Assert.Equal(ClientFamily.FaceAuth, ClientIdentity.FamilyOf(pair.Server.Conduct!.Client));
        foreach (var agent in (string[])[Clients.Chrome, Clients.Firefox, Clients.Safari])
            Assert.Equal(PeerSign.Raised, Signs(pair, agent).ClientIdentity);
        Assert.Equal(PeerSign.Unknown, Signs(pair, "Microsoft SignalR/10.0").ClientIdentity);
    }

    [Fact]
    public void A_client_that_encodes_what_is_asked_for_answers()
    {
        using var pair = new PeerPair(2);
        pair.Connect();

        Send(pair, 150, answers: true, step: i => 2970 + i % 3 * 90);

        Assert.Equal((PeerSign.Clear, PeerSign.Clear), (Signs(pair).KeyframeAnswer, Signs(pair).Pacing));
        Assert.Contains(new PeerEvent.SignsChanged(), pair.ServerEvents);
        Assert.Equal(150, pair.Pictures.Count);   // asking costs no picture
    }

    [Fact]
    public void A_recording_does_not_answer_and_keeps_perfect_time()
    {
        using var pair = new PeerPair(3);
        pair.Connect();

        Send(pair, 200, answers: false, step: _ => 3000);

        Assert.Equal((PeerSign.Raised, PeerSign.Raised), (Signs(pair).KeyframeAnswer, Signs(pair).Pacing));
        Assert.Equal(200, pair.Pictures.Count);
    }

    static PeerSigns Signs(PeerPair pair, string? agent = null) => pair.Server.Conduct!.Signs(agent);

    static void Send(PeerPair pair, int count, bool answers, Func<int, int> step)
    {
        var timestamp = 1000u;
        for (var i = 0; i < count; i++)
        {
            var isKey = i == 0 || (answers && pair.Sender.KeyframeWanted);
            Assert.True(pair.Sender.TrySend(isKey ? Keyframe : Delta, timestamp += (uint)step(i), pair.Now));
            pair.Run(TimeSpan.FromSeconds(1 / 30.0));
        }
    }

    // RFC 6386 §9.1: a frame tag, and for a keyframe the start code and a size
    static byte[] Vp8(bool isKeyframe)
    {
        var picture = new byte[400];
        picture[0] = (byte)(isKeyframe ? 0x10 : 0x11);
        if (isKeyframe) ((byte[])[0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01]).CopyTo(picture, 3);
        return picture;
    }
}
