using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;
using static FaceAuth.Media.Tests.Loop.SessionSteps;

namespace FaceAuth.Media.Tests.Tcp;

/// <summary>Sessions and strangers on the TCP port, over real sockets.</summary>
public sealed class TcpServerTests
{
    [Fact]
    public async Task A_client_without_UDP_is_decoded_and_talks_like_any_other()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Decode:QueuePictures", "100"));
        var sink = new CountingSink();
        await using var client = plane.Clients.Create();
        var (peer, bridge) = await ConnectAsync(plane, client, sink);
        using var way = bridge;

        var sent = await SendClipAsync(client);
        Assert.True(client.TrySend("over TCP"u8));
        Assert.True(peer.TrySend("heard"u8));

        Assert.Equal("over TCP", TextOf(await ExpectAsync<PeerEvent.Message>(peer.Events)));
        Assert.Equal("heard", TextOf(await ExpectAsync<PeerEvent.Message>(client.Events)));
        await WaitAsync(() => sink.Frames.Count == sent);
        Assert.Equal(0, peer.Snapshot().PacketsLost);
        await client.DisposeAsync();
        Assert.Equal(PeerEnd.ClosedByPeer, (await ExpectAsync<PeerEvent.Ended>(peer.Events)).Reason);
    }

    [Fact]
    public async Task A_client_whose_only_connection_breaks_for_good_ends_long_before_its_consent()
    {
        await using var plane = await MediaPlane.StartAsync(
            ("Media:Ice:ConsentTimeout", "00:05:00"), ("Media:Ice:ReturnTimeout", "00:00:01"));
        await using var client = plane.Clients.Create();
        var (peer, bridge) = await ConnectAsync(plane, client, new CountingSink());

        bridge.Dispose();

        Assert.Equal(PeerEnd.ConsentExpired, (await ExpectAsync<PeerEvent.Ended>(peer.Events)).Reason);
    }

    [Fact]
    public async Task A_stranger_who_sends_anything_but_a_check_is_cut_off_at_once()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Tcp:AdmissionDeadline", "00:01:00"));
        await using var client = plane.Clients.Create();
        using var stranger = await DialAsync(await AnswerAsync(plane, client));

        await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

        Assert.True(await IsEndedAsync(stranger));
        Assert.Equal(1, plane.Server.Snapshot().DatagramsDropped["TcpRefused"]);
    }

    [Fact]
    public async Task A_stranger_who_sends_slowly_or_nothing_is_cut_off_at_the_deadline()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Tcp:AdmissionDeadline", "00:00:01"));
        await using var client = plane.Clients.Create();
        var answer = await AnswerAsync(plane, client);
        using var silent = await DialAsync(answer);
        using var slow = await DialAsync(answer);

        await slow.SendAsync(new byte[] { 0, 100, 0, 1, 0, 80 });   // a check that never goes on

        Assert.True(await IsEndedAsync(silent));
        Assert.True(await IsEndedAsync(slow));
        Assert.Equal(2, plane.Server.Snapshot().DatagramsDropped["TcpLate"]);
    }

    [Fact]
    public async Task A_check_with_a_wrong_password_admits_nobody_and_a_few_of_them_end_the_connection()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Tcp:AdmissionDeadline", "00:01:00"));
        await using var client = plane.Clients.Create();
        var answer = await AnswerAsync(plane, client);
        using var stranger = await DialAsync(answer);

        for (var i = 0; i < 5; i++) await stranger.SendAsync(Framed(Check(UserOf(answer, client), "not the password at all")));

        Assert.True(await IsEndedAsync(stranger));
    }

    [Fact]
    public async Task A_check_for_nobody_ends_the_connection()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Tcp:AdmissionDeadline", "00:01:00"));
        await using var client = plane.Clients.Create();
        using var stranger = await DialAsync(await AnswerAsync(plane, client));

        await stranger.SendAsync(Framed(Check("nobody:here", "whatever")));

        Assert.True(await IsEndedAsync(stranger));
    }

    [Fact]
    public async Task Silent_strangers_take_no_place_from_a_session_that_runs_nor_from_one_that_comes()
    {
        await using var plane = await MediaPlane.StartAsync(
            ("Media:Tcp:MaxConnections", "4"), ("Media:Tcp:MaxPendingPerAddress", "3"), ("Media:Tcp:AdmissionDeadline", "00:01:00"));
        await using var first = plane.Clients.Create();
        await using var second = plane.Clients.Create();
        var (firstPeer, firstBridge) = await ConnectAsync(plane, first, new CountingSink());
        using var firstWay = firstBridge;
        await using var bait = plane.Clients.Create();
        var answer = await AnswerAsync(plane, bait);

        var silent = new List<Socket>();
        for (var i = 0; i < 12; i++) silent.Add(await DialAsync(answer));
        var (secondPeer, secondBridge) = await ConnectAsync(plane, second, new CountingSink());
        using var secondWay = secondBridge;

        Assert.True(first.TrySend("still here"u8));
        Assert.True(second.TrySend("me too"u8));
        Assert.Equal("still here", TextOf(await ExpectAsync<PeerEvent.Message>(firstPeer.Events)));
        Assert.Equal("me too", TextOf(await ExpectAsync<PeerEvent.Message>(secondPeer.Events)));
        Assert.True(plane.Server.Snapshot().DatagramsDropped["TcpCrowded"] >= 9);
        foreach (var socket in silent) socket.Dispose();
    }

    [Fact]
    public async Task The_end_of_a_peer_closes_its_connection()
    {
        await using var plane = await MediaPlane.StartAsync();
        await using var client = plane.Clients.Create();
        var admission = await plane.Server.AcceptAsync(client.OfferSdp, new CountingSink(), CancellationToken.None);
        using var mine = await DialAsync(admission.AnswerSdp!);
        await mine.SendAsync(Framed(Check(UserOf(admission.AnswerSdp!, client), FieldOf(admission.AnswerSdp!, "a=ice-pwd:"))));
        Assert.True(await mine.ReceiveAsync(new byte[2]) == 2);   // an answer begins: it is admitted

        await admission.Peer!.DisposeAsync();

        Assert.True(await IsEndedAsync(mine));
    }

    [Fact]
    public async Task Without_TCP_nothing_listens_and_nothing_is_offered()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Tcp:IsEnabled", "false"));
        await using var client = plane.Clients.Create();

        var answer = await AnswerAsync(plane, client);

        Assert.DoesNotContain(" tcp ", answer, StringComparison.Ordinal);
    }

    static async Task<(IMediaPeer Peer, TcpBridge Bridge)> ConnectAsync(MediaPlane plane, IMediaClient client, CountingSink sink)
    {
        var admission = await plane.Server.AcceptAsync(client.OfferSdp, sink, CancellationToken.None);
        Assert.Null(admission.Message);
        var (bridge, answer) = await TcpBridge.ConnectAsync(admission.AnswerSdp!);
        client.Accept(answer);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);
        await ExpectAsync<PeerEvent.ChannelOpen>(admission.Peer!.Events);
        return (admission.Peer!, bridge);
    }

    static async Task<string> AnswerAsync(MediaPlane plane, IMediaClient client) =>
        (await plane.Server.AcceptAsync(client.OfferSdp, new CountingSink(), CancellationToken.None)).AnswerSdp!;

    static async Task<Socket> DialAsync(string answerSdp)
    {
        var port = int.Parse(answerSdp.Split("m=video ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return socket;
    }

    /// <summary>Whether the server ends the connection; what it says before that is read over.</summary>
    static async Task<bool> IsEndedAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await socket.ReceiveAsync(new byte[2048], limit.Token) > 0)
            {
            }

            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    static string UserOf(string answerSdp, IMediaClient client) =>
        FieldOf(answerSdp, "a=ice-ufrag:") + ":" + FieldOf(client.OfferSdp, "a=ice-ufrag:");

    static string FieldOf(string sdp, string name) => sdp.Split(name)[1].Split("\r\n")[0];

    static byte[] Check(string user, string password)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername(Encoding.ASCII.GetBytes(user));
        writer.AddPriority(IceCandidate.CheckPriority);
        writer.AddTieBreaker(StunAttribute.IceControlling, 1);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    static byte[] Framed(byte[] frame)
    {
        var framed = new byte[frame.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)frame.Length);
        frame.CopyTo(framed, 2);
        return framed;
    }
}
