using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;
using static FaceAuth.Media.Tests.Loop.SessionSteps;

namespace FaceAuth.Media.Tests.Loop;

/// <summary>Later offers of a connected peer, and loops on several ports, over real sockets.</summary>
public sealed class PeerRestartTests
{
    [Fact]
    public async Task A_restart_gets_new_credentials_that_work_at_once_and_the_session_goes_on()
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);

        var restart = peer.Restart(Renewed(client.OfferSdp));

        Assert.Null(restart.Message);
        Assert.StartsWith("v=0\r\no=- ", restart.AnswerSdp, StringComparison.Ordinal);
        Assert.Equal("2", restart.AnswerSdp!.Split("\r\n")[1].Split(' ')[2]);
        using var elsewhere = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = int.Parse(restart.AnswerSdp.Split("m=video ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        var check = Check(FieldOf(restart.AnswerSdp, "a=ice-ufrag:") + ":newu", FieldOf(restart.AnswerSdp, "a=ice-pwd:"));
        await elsewhere.SendAsync(check, new IPEndPoint(IPAddress.Loopback, port));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var answered = await elsewhere.ReceiveAsync(limit.Token);
        Assert.True(StunMessage.TryRead(answered.Buffer, out var answer) && answer.Class == StunClass.Success);
        Assert.True(client.TrySend("still the same keys"u8));
        Assert.Equal("still the same keys", TextOf(await ExpectAsync<PeerEvent.Message>(peer.Events)));
    }

    [Fact]
    public async Task A_restart_may_leave_out_the_extension_that_the_answer_did_not_take()
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
        var lines = Renewed(client.OfferSdp).Split("\r\n");
        var offer = string.Join("\r\n", lines.Where(line => !line.EndsWith("sdes:mid", StringComparison.Ordinal)));

        var restart = peer.Restart(offer);

        Assert.NotEqual(lines.Length, offer.Split("\r\n").Length);
        Assert.Null(restart.Message);
        Assert.NotNull(restart.AnswerSdp);
    }

    [Theory]
    [InlineData("hello", "is not usable SDP")]
    [InlineData("same", "is no ICE restart")]
    [InlineData("fingerprint", "another connection's")]
    [InlineData("codec", "changes the media")]
    public async Task An_offer_that_is_no_restart_is_refused_and_changes_nothing(string offer, string message)
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await ExpectAsync<PeerEvent.ChannelOpen>(peer.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
        await using var stranger = plane.Clients.Create();

        var restart = peer.Restart(offer switch
        {
            "same" => client.OfferSdp,
            "fingerprint" => Renewed(client.OfferSdp)
                .Replace(FieldOf(client.OfferSdp, "a=fingerprint:sha-256 ")[..5], "00:11", StringComparison.Ordinal),
            "codec" => Renewed(client.OfferSdp)
                .Replace(" 96 97", " 98 97", StringComparison.Ordinal)
                .Replace(":96 ", ":98 ", StringComparison.Ordinal)
                .Replace("apt=96", "apt=98", StringComparison.Ordinal),
            _ => offer,
        });

        Assert.Equal((null, PeerRefusal.BadSdp), (restart.AnswerSdp, restart.Refusal));
        Assert.Contains(message, restart.Message, StringComparison.Ordinal);
        Assert.True(client.TrySend("unmoved"u8));
        Assert.Equal("unmoved", TextOf(await ExpectAsync<PeerEvent.Message>(peer.Events)));
    }

    [Fact]
    public async Task A_restart_of_a_peer_that_has_ended_is_refused()
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        await peer.DisposeAsync();

        Assert.Equal(PeerRefusal.Ended, peer.Restart(Renewed(client.OfferSdp)).Refusal);
    }

    [Fact]
    public async Task Peers_are_spread_over_the_loops_and_each_speaks_on_its_own_port()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Loops", "3"));
        var ports = new HashSet<string>();

        for (var i = 0; i < 6; i++)
        {
            var client = plane.Clients.Create();
            var admission = await plane.Server.AcceptAsync(client.OfferSdp, new CountingSink(), CancellationToken.None);
            ports.Add(admission.AnswerSdp!.Split("m=video ")[1].Split(' ')[0]);
            client.Accept(admission.AnswerSdp);
            await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
            await ExpectAsync<PeerEvent.ChannelOpen>(admission.Peer!.Events);
            Assert.True(client.TrySend(Encoding.UTF8.GetBytes($"I am {i}")));
            Assert.Equal($"I am {i}", TextOf(await ExpectAsync<PeerEvent.Message>(admission.Peer.Events)));
        }

        Assert.Equal(3, ports.Count);
        Assert.Equal(6, plane.Server.Snapshot().Peers);
    }

    static string Renewed(string offer) => offer
        .Replace("a=ice-ufrag:" + FieldOf(offer, "a=ice-ufrag:"), "a=ice-ufrag:newu", StringComparison.Ordinal)
        .Replace(FieldOf(offer, "a=ice-pwd:"), "a+new+password+0123456789", StringComparison.Ordinal);

    static string FieldOf(string sdp, string name) => sdp.Split(name)[1].Split("\r\n")[0];

    static byte[] Check(string user, string password)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername(Encoding.ASCII.GetBytes(user));
        writer.AddTieBreaker(StunAttribute.IceControlling, 1);
        writer.AddPriority(IceCandidate.CheckPriority);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
