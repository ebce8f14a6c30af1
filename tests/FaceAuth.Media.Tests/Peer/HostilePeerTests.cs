using System.Buffers.Binary;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Srtp;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Peer;

/// <summary>What strangers and the other side itself may try against a peer, on virtual time.</summary>
/// <remarks>The rows of OWASP ASVS V17 that concern media.</remarks>
public sealed class HostilePeerTests
{
    const string Stranger = "203.0.113.66:6666";

    [Fact]
    public void A_ClientHello_before_any_check_starts_no_handshake_and_the_client_still_connects()
    {
        using var pair = new PeerPair(31);
        var hello = RecordHello();

        pair.Inject(hello, Stranger);
        pair.InjectFromClient([.. hello]);   // as if the client's own had overtaken its check

        Assert.Equal(SecureState.Waiting, pair.Server.Secure.State);
        Assert.Equal(2, pair.Server.Discarded(PeerDiscard.Unvalidated));
        pair.Connect();
        Assert.Null(pair.Server.End);
        Assert.True(pair.Server.IsChannelOpen);
    }

    [Fact]
    public void A_strangers_ClientHello_behind_the_first_check_does_not_take_the_clients_place()
    {
        using var pair = new PeerPair(32);
        var hello = RecordHello();
        Assert.True(pair.RunUntil(() => pair.Server.Ice.State == IceState.Connected, Seconds(5)));

        for (var i = 0; i < 20; i++) pair.Inject([.. hello], Stranger);

        Assert.Equal(SecureState.Waiting, pair.Server.Secure.State);
        pair.Connect();
        Assert.True(pair.Server.IsChannelOpen);
        Assert.Equal(20, pair.Server.Discarded(PeerDiscard.Unvalidated));
    }

    [Fact]
    public void A_ClientHello_forged_under_the_clients_address_costs_one_handshake_and_no_secret()
    {
        using var pair = new PeerPair(39);
        var hello = RecordHello();
        Assert.True(pair.RunUntil(() => pair.Server.Ice.State == IceState.Connected, Seconds(5)));

        pair.InjectFromClient([.. hello]);
        pair.RunUntil(() => pair.Server.End is not null && pair.Client.End is not null, Seconds(60));

        Assert.NotNull(pair.Server.End);
        Assert.NotNull(pair.Client.End);
        Assert.Empty(pair.ServerEvents);
        Assert.Empty(pair.ClientEvents);
    }

    [Fact]
    public void An_address_that_passed_no_check_is_sent_answers_alone_no_longer_than_its_checks()
    {
        using var pair = new PeerPair(33);
        var hello = RecordHello();
        var sent = new List<(byte[] Datagram, CandidatePair To)>();
        pair.OnServerSent = (datagram, to) => sent.Add((datagram, to));
        var checks = new List<int>();

        for (var i = 0; i < 200; i++)
        {
            var from = $"203.0.113.{i % 50 + 1}:{2000 + i}";
            var forged = Check(i % 3 == 0 ? "srvr:clnt" : "srvr:else", "a+password+that+is+not+it");
            checks.Add(forged.Length);
            pair.Inject(forged, from);
            pair.Inject([.. hello], from);
            pair.Inject([0x80, 96, .. new byte[40]], from);
            pair.Inject([0x80, 200, .. new byte[40]], from);
            pair.Run(TimeSpan.FromMilliseconds(10));
        }

        pair.Connect();
        pair.Run(Seconds(60));
        var strangers = sent.Where(one => one.To != PeerPair.ToClient).ToList();
        Assert.Equal(200, strangers.Count);
        Assert.All(strangers, one => Assert.True(StunMessage.TryRead(one.Datagram, out var answer) && answer.Class == StunClass.Error));
        Assert.All(strangers, one => Assert.True(one.Datagram.Length <= checks.Min(), $"{one.Datagram.Length} bytes"));
        Assert.Contains(sent, one => one.To == PeerPair.ToClient && one.Datagram[0] == (byte)DtlsContentType.Handshake);
    }

    [Fact]
    public void Everything_the_client_ever_sent_sent_again_changes_nothing()
    {
        using var pair = new PeerPair(34);
        var recorded = new List<byte[]>();
        pair.Network.Drops = datagram =>
        {
            recorded.Add(datagram);
            return false;
        };
        pair.Connect();
        SendVideo(pair, 30);
        for (var i = 0; i < 10; i++) Assert.True(pair.Client.TrySend("once"u8, pair.Now));
        pair.Run(Seconds(2));
        var (pictures, messages) = (pair.Pictures.Count, Messages(pair));
        Assert.Equal((30, 10), (pictures, messages));

        for (var rounds = 0; rounds < 3; rounds++)
        {
            foreach (var datagram in recorded.ToArray())
            {
                pair.InjectFromClient([.. datagram]);
                pair.Inject([.. datagram], Stranger);
            }

            pair.Run(Seconds(1));
        }

        Assert.Null(pair.Server.End);
        Assert.Equal((pictures, messages), (pair.Pictures.Count, Messages(pair)));
        Assert.True(pair.Server.Secure.Count(SrtpFailure.Replayed) + pair.Server.Secure.Count(SrtpFailure.TooOld) >= 3 * 30);
        Assert.True(pair.Server.Secure.Count(DtlsRecordFailure.Replayed) >= 3 * 5);
        SendVideo(pair, 10, first: 30);
        pair.Run(Seconds(1));
        Assert.Equal(40, pair.Pictures.Count);
    }

    [Theory]
    [InlineData("15FEFD000000000000000000020100", "close_notify in the clear")]
    [InlineData("15FEFD000000000000000000020228", "a fatal alert in the clear")]
    [InlineData("15FEFD0001000000000001001A0000000000000001AABBCCDDEEFF00112233445566778899AABB", "an alert under made-up keys")]
    [InlineData("17FEFD000100000000000200200000000000000002AABBCCDDEEFF00112233445566778899AABBCCDDEEFF0011", "data under made-up keys")]
    [InlineData("1388138811223344AABBCCDD06000004", "a bare ABORT")]
    [InlineData("1388138811223344AABBCCDD0E000004", "a bare SHUTDOWN-COMPLETE")]
    [InlineData("80CB0001000000CAFE0000", "a BYE in the clear")]
    [InlineData("81CB000100000457112233445566778899AABBCCDDEEFF0080000001", "a BYE under a made-up tag")]
    public void A_close_that_nobody_authenticated_closes_nothing(string hex, string what)
    {
        using var pair = new PeerPair(35);
        pair.Connect();
        SendVideo(pair, 1);

        for (var i = 0; i < 50; i++)
        {
            pair.InjectFromClient(Convert.FromHexString(hex));
            pair.Inject(Convert.FromHexString(hex), Stranger);
        }

        pair.Run(Seconds(2));
        Assert.True(pair.Server.End is null, what);
        Assert.False(pair.Receiver.HasEnded);
        Assert.True(pair.Client.TrySend("still here"u8, pair.Now));
        SendVideo(pair, 5, first: 1);
        pair.Run(Seconds(1));
        Assert.Equal((6, 1), (pair.Pictures.Count, Messages(pair)));
    }

    [Fact]
    public void A_strangers_alert_during_the_handshake_does_not_end_it()
    {
        using var pair = new PeerPair(36);
        Assert.True(pair.RunUntil(() => pair.Server.Secure.State == SecureState.Handshaking, Seconds(5)));

        for (var i = 0; i < 20; i++) pair.Inject(Convert.FromHexString("15FEFD000000000000000000020228"), Stranger);

        pair.Connect();
        Assert.Null(pair.Server.End);
        Assert.True(pair.Server.IsChannelOpen);
    }

    [Fact]
    public void A_flood_of_good_SRTP_stays_within_bounds_and_the_session_goes_on_behind_it()
    {
        using var pair = new PeerPair(37);
        pair.Connect();
        SendVideo(pair, 5);
        var random = new Random(370);
        var buffer = new byte[PeerCore.DatagramRoom];
        long before = 0;

        for (var i = 0; i < 40_000; i++)
        {
            if (i == 20_000) before = GC.GetAllocatedBytesForCurrentThread();
            var length = WriteFlood(buffer, i, random);
            pair.Server.HandleDatagram(buffer.AsSpan(0, pair.Client.Secure.ProtectRtp(buffer, length)), PeerPair.ToClient, pair.Now);
            if (i % 200 == 0) pair.Run(TimeSpan.FromMilliseconds(1));
        }

        Assert.Null(pair.Server.End);
        // kept or not: of what the process holds, other tests have their part
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 << 10);
        Assert.True(pair.Receiver.Discarded(RtpDiscard.ForeignSsrc) > 9000);
        Assert.True(pair.Receiver.Discarded(RtpDiscard.PayloadType) > 9000);
        Assert.True(pair.Client.TrySend("still here"u8, pair.Now));
        for (var i = 5; i < 305; i++) SendVideo(pair, 1, i, withKeyframe: pair.Sender.KeyframeWanted);
        pair.Run(Seconds(1));
        Assert.Equal(1, Messages(pair));
        Assert.Equal(
            Enumerable.Range(285, 20).Select(i => (uint)(i * 3000)), pair.Pictures.TakeLast(20).Select(picture => picture.Timestamp));
    }

    [Fact]
    public void Malformed_and_forged_SRTP_costs_the_stream_nothing()
    {
        using var pair = new PeerPair(38);
        pair.Connect();
        SendVideo(pair, 1);
        var random = new Random(380);

        for (var i = 1; i <= 30; i++)
        {
            for (var bad = 0; bad < 100; bad++)
            {
                var forged = new byte[random.Next(1, 1200)];
                random.NextBytes(forged);
                forged[0] = (byte)(0x80 | random.Next(64));   // version 2, anything else
                if (forged.Length > 1) forged[1] = (byte)(bad % 4 == 0 ? 200 + bad % 8 : 96);
                pair.InjectFromClient(forged);
            }

            SendVideo(pair, 1, first: i);
        }

        pair.Run(Seconds(1));
        Assert.Equal(31, pair.Pictures.Count);
        Assert.Null(pair.Server.End);
        Assert.True(pair.Server.Secure.Count(SrtpFailure.BadTag) > 1000);
        Assert.Equal((0, 0), (pair.Receiver.Stats.PacketsLost, pair.Receiver.Stats.FramesDropped));
    }

    [Fact]
    public void Forged_and_repeated_packets_from_another_checked_address_turn_nothing_there()
    {
        using var pair = new PeerPair(39);
        var recorded = new List<byte[]>();
        pair.Network.Drops = datagram =>
        {
            recorded.Add(datagram);
            return false;
        };
        pair.Connect();
        SendVideo(pair, 10);
        pair.Inject(Check("srvr:clnt", "server+password+012345678"), Stranger);
        pair.Run(Seconds(3));

        foreach (var datagram in recorded.Where(d => d[0] >= 20).ToArray())   // all but its checks
        {
            pair.Inject([.. datagram], Stranger);
            datagram[^1] ^= 1;
            pair.Inject(datagram, Stranger);
        }

        Assert.Equal(PeerPair.ToClient, pair.Server.Ice.Selected);
        Assert.True(recorded.Count(d => d[0] >= 128) >= 10);
    }

    /// <summary>A ClientHello of another client, in one datagram.</summary>
    static byte[] RecordHello()
    {
        byte[]? hello = null;
        using var pair = new PeerPair(30);
        pair.Network.Drops = datagram =>
        {
            if (datagram.Length > 14 && datagram[0] == (byte)DtlsContentType.Handshake && datagram[13] == 1) hello ??= datagram;
            return false;
        };
        pair.RunUntil(() => hello is not null, Seconds(20));
        return hello ?? throw new InvalidOperationException("No ClientHello was sent.");
    }

    static byte[] Check(string user, string password)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername(System.Text.Encoding.ASCII.GetBytes(user));
        writer.AddTieBreaker(StunAttribute.IceControlling, 1);
        writer.AddPriority(IceCandidate.CheckPriority);
        writer.AddIntegrity(System.Text.Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    /// <summary>In turn: retransmissions of what was never asked for, other sources, other payload types, noise of every length.</summary>
    static int WriteFlood(byte[] rtp, int i, Random random)
    {
        var kind = i % 4;
        random.NextBytes(rtp.AsSpan(0, 1000));
        (rtp[0], rtp[1]) = (0x80, kind switch { 0 => 97, 1 => 96, _ => 111 });
        BinaryPrimitives.WriteUInt16BigEndian(rtp.AsSpan(2), (ushort)(i / 4));
        BinaryPrimitives.WriteUInt32BigEndian(rtp.AsSpan(8), 5000 + (uint)kind);
        return 12 + random.Next(0, 900);
    }

    static void SendVideo(PeerPair pair, int count, int first = 0, bool withKeyframe = false)
    {
        for (var i = 0; i < count; i++)
        {
            var picture = new byte[1500];
            var isKeyframe = first + i == 0 || (withKeyframe && i == 0);
            picture[0] = (byte)(isKeyframe ? 0x10 : 0x11);
            if (isKeyframe) new byte[] { 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 }.CopyTo(picture, 3);
            Assert.True(pair.Sender.TrySend(picture, (uint)((first + i) * 3000), pair.Now));
            pair.Run(TimeSpan.FromMilliseconds(33));
        }
    }

    static int Messages(PeerPair pair) => pair.ServerEvents.OfType<PeerEvent.Message>().Count();

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
