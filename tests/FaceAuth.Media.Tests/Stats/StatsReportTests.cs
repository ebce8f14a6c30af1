using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Peer;
using FaceAuth.Media.Sdp;
using FaceAuth.Media.Stats;
using FaceAuth.Testing;
using static FaceAuth.Media.Tests.Loop.SessionSteps;

namespace FaceAuth.Media.Tests.Stats;

public sealed class StatsReportTests
{
    static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(1.5);

    [Fact]
    public void Before_anything_came_there_is_a_transport_a_codec_and_a_channel_that_connects()
    {
        using var pair = new PeerPair(20);

        var report = ReportOf(pair);

        Assert.Equal(["transport", "codec", "data-channel"], report.Select(one => one.Type));
        Assert.All(report, one => Assert.Equal(1500, one.Timestamp));
        var transport = Assert.Single(report.OfType<TransportStats>());
        Assert.Equal(("checking", "new"), (transport.IceState, transport.DtlsState));
        Assert.Equal(("controlled", null), (transport.IceRole, transport.SelectedCandidatePairId));
        Assert.Equal("connecting", Assert.Single(report.OfType<DataChannelStats>()).State);
    }

    [Fact]
    public void A_session_that_loses_packets_is_told_in_full_and_its_ids_fit_together()
    {
        using var pair = new PeerPair(21);
        pair.Connect();
        pair.Network.Loss = 0.05;
        SendVideo(pair, 100);
        Assert.True(pair.Client.TrySend("12345"u8, pair.Now));
        Assert.True(pair.Server.TrySend("123"u8, pair.Now));
        pair.Network.Loss = 0;
        pair.Run(TimeSpan.FromSeconds(3));

        var report = ReportOf(pair);

        var transport = Assert.Single(report.OfType<TransportStats>());
        Assert.Equal(("connected", "connected"), (transport.IceState, transport.DtlsState));
        Assert.Equal(("server", "FEFD"), (transport.DtlsRole, transport.TlsVersion));
        Assert.Equal("SRTP_AEAD_AES_128_GCM", transport.SrtpCipher);
        Assert.True(transport.PacketsReceived > 100 && transport.BytesReceived > transport.PacketsReceived * 20);
        Assert.True(transport.PacketsSent > 20 && transport.BytesSent > transport.PacketsSent * 20);
        var path = Assert.Single(report.OfType<CandidatePairStats>());
        Assert.Equal((transport.SelectedCandidatePairId, "succeeded", true, "udp"), (path.Id, path.State, path.Nominated, path.Protocol));
        Assert.True(path.RequestsReceived > 0);
        Assert.Equal(path.RequestsReceived, path.ResponsesSent);
        var codec = Assert.Single(report.OfType<CodecStats>());
        Assert.Equal(("video/VP8", (96, 90_000)), (codec.MimeType, (codec.PayloadType, codec.ClockRate)));
        var video = Assert.Single(report.OfType<InboundRtpStats>());
        Assert.Equal((1111u, "video", codec.Id, transport.Id), (video.Ssrc, video.Kind, video.CodecId, video.TransportId));
        Assert.Equal((100, 100, 0), (video.FramesReceived, video.FramesDecoded, video.PacketsLost));
        Assert.True(video.NackCount > 0 && video.RetransmittedPacketsReceived > 0);
        Assert.Equal((640, 480), (video.FrameWidth, video.FrameHeight));
        Assert.True(video.BytesReceived > 100_000 && video.HeaderBytesReceived > video.PacketsReceived * 12);
        var sender = Assert.Single(report.OfType<RemoteOutboundRtpStats>());
        Assert.Equal((video.RemoteId, video.Id, 1111u), (sender.Id, sender.LocalId, sender.Ssrc));
        Assert.Equal(video.PacketsReceived + video.RetransmittedPacketsReceived, sender.PacketsSent);
        Assert.InRange(sender.RoundTripTime!.Value, 0.02, 0.03);   // 10 ms either way
        var channel = Assert.Single(report.OfType<DataChannelStats>());
        Assert.Equal(("faceauth", "open", 0), (channel.Label, channel.State, channel.DataChannelIdentifier));
        Assert.Equal((1, 3, 1, 5), (channel.MessagesSent, channel.BytesSent, channel.MessagesReceived, channel.BytesReceived));
    }

    [Fact]
    public void After_the_end_everything_is_closed()
    {
        using var pair = new PeerPair(22);
        pair.Connect();
        pair.Server.Close(pair.Now, TimeSpan.Zero);
        pair.Run(TimeSpan.FromSeconds(1));

        var report = ReportOf(pair);

        Assert.Equal("closed", Assert.Single(report.OfType<TransportStats>()).DtlsState);
        Assert.Equal("closed", Assert.Single(report.OfType<DataChannelStats>()).State);
    }

    [Fact]
    public async Task A_servers_peer_reports_at_any_time()
    {
        await using var plane = await MediaPlane.StartAsync(("Media:Decode:QueuePictures", "100"));
        await using var client = plane.Clients.Create();
        var peer = await AcceptAsync(plane, client, new CountingSink());
        Assert.DoesNotContain(peer.GetStats(), one => one is InboundRtpStats);
        await ExpectAsync<PeerEvent.ChannelOpen>(client.Events);

        var sent = await SendClipAsync(client);
        await WaitAsync(() => peer.GetStats().OfType<InboundRtpStats>().SingleOrDefault()?.FramesDecoded == sent);
        await peer.CloseAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(peer.Snapshot().PacketsReceived, Assert.Single(peer.GetStats().OfType<InboundRtpStats>()).PacketsReceived);
    }

    static List<RtcStats> ReportOf(PeerPair pair) => StatsReport.Of(
        pair.Server, pair.Receiver.Stats, new Decoded(pair.Pictures.Count), new VideoTerms { PayloadType = 96, Mid = "0" }, At);

    static void SendVideo(PeerPair pair, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var picture = new byte[2500];
            picture[0] = (byte)(i == 0 ? 0x10 : 0x11);
            if (i == 0) new byte[] { 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01 }.CopyTo(picture, 3);
            Assert.True(pair.Sender.TrySend(picture, (uint)(i * 3000), pair.Now));
            pair.Run(TimeSpan.FromMilliseconds(33));
        }
    }

    sealed class Decoded(long count) : IPictureQueue
    {
        public long FramesDecoded => count;

        public long FramesDropped => 0;

        public void Enqueue(CodedPicture picture) => picture.Dispose();

        public void Dispose()
        {
        }
    }
}
