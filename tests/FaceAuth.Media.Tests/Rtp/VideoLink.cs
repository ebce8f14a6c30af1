using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Rtp;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Rtp;

/// <summary>
/// A sender and a receiver joined by a network that delays, loses, reorders and repeats, on virtual time and a fixed seed.
/// </summary>
sealed class VideoLink : IDisposable
{
    const byte Vp8 = 96, Rtx = 97, TransportSequenceId = 3, MidId = 4;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    readonly Random _random;
    readonly PriorityQueue<(byte[] Bytes, bool ToReceiver, bool IsRtcp), (TimeSpan At, int Order)> _wire = new();
    readonly byte[] _buffer = new byte[1200];
    int _order;

    public VideoLink(int seed, RtpOptions? options = null, bool withRtx = true)
    {
        options ??= new RtpOptions();
        _random = new Random(seed);
        Packets = new PacketPool(options.PooledPackets);
        Pictures = new CodedPicturePool(options.PooledPictures, options.MaxPictureBytes);
        Receiver = new VideoReceiver(
            new VideoReceiverSettings
            {
                PayloadType = Vp8,
                RtxPayloadType = withRtx ? Rtx : null,
                TransportSequenceId = TransportSequenceId,
                LocalSsrc = 1,
                Cname = "receiver",
            },
            options, Packets, Pictures, new Random(seed + 1));
        Sender = new VideoSender(
            new VideoSenderSettings
            {
                PayloadType = Vp8,
                RtxPayloadType = withRtx ? Rtx : null,
                Ssrc = 0xCAFE,
                RtxSsrc = 0xBEEF,
                TransportSequenceId = TransportSequenceId,
                MidId = MidId,
                Mid = "video",
                Cname = "sender",
            },
            options, new Random(seed + 2));
    }

    public VideoReceiver Receiver { get; }

    public VideoSender Sender { get; }

    public PacketPool Packets { get; }

    public CodedPicturePool Pictures { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Extra delay of a packet, up to this much: more than the gap between packets reorders them.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>0–1, both ways.</summary>
    public double Loss { get; init; }

    /// <summary>0–1, both ways.</summary>
    public double Repeats { get; init; }

    /// <summary>0–1, RTP only: how many packets arrive spoiled, as if the sender meant harm.</summary>
    public double Spoils { get; init; }

    /// <summary>Decides in place of <see cref="Loss"/> which packets to the receiver are lost.</summary>
    public Func<byte[], bool>? Loses { get; set; }

    public List<(byte[] Bytes, uint Timestamp, bool IsKeyframe)> Received { get; } = [];

    /// <summary>How long each picture waited for what comes before it, once it was whole.</summary>
    public List<TimeSpan> Waits { get; } = [];

    public List<(TimeSpan At, byte[] Bytes)> RtcpFromReceiver { get; } = [];

    public List<(TimeSpan At, byte[] Bytes)> RtpFromSender { get; } = [];

    public void Send(ReadOnlySpan<byte> picture, uint timestamp)
    {
        Assert.True(Sender.TrySend(picture, timestamp, Now));
        Drain();
    }

    public void Run(TimeSpan time)
    {
        for (var until = Now + time; Now < until; Now += Tick)
        {
            while (_wire.TryPeek(out var datagram, out var due) && due.At <= Now)
            {
                _wire.Dequeue();
                if (!datagram.ToReceiver) Sender.HandleRtcp(datagram.Bytes, Now);
                else if (datagram.IsRtcp) Receiver.HandleRtcp(datagram.Bytes, Now);
                else Receiver.HandleRtp(datagram.Bytes, Now);
                Drain();
            }

            Drain();
        }
    }

    public void Dispose() => Receiver.Dispose();

    void Drain()
    {
        while (Receiver.TryTakePicture(out var picture))
        {
            Waits.Add(Now - picture.LastPacketAt);
            using (picture) Received.Add((picture.Data.ToArray(), picture.RtpTimestamp, picture.IsKeyframe));
        }

        for (int length; (length = Receiver.PollRtcp(Now, _buffer)) > 0;)
        {
            var bytes = _buffer[..length];
            RtcpFromReceiver.Add((Now, bytes));
            Put(bytes, toReceiver: false, isRtcp: true);
        }

        Assert.True(Receiver.Deadline > Now, "nothing to send, yet the deadline has passed");
        for (int length; (length = Sender.PollRtp(Now, _buffer)) > 0;)
        {
            var bytes = _buffer[..length];
            RtpFromSender.Add((Now, bytes));
            Put(bytes, toReceiver: true, isRtcp: false);
        }

        for (int length; (length = Sender.PollRtcp(Now, _buffer)) > 0;) Put(_buffer[..length], toReceiver: true, isRtcp: true);
        Assert.True(Sender.Deadline > Now, "nothing to send, yet the deadline has passed");
    }

    void Put(byte[] bytes, bool toReceiver, bool isRtcp)
    {
        var lost = toReceiver && !isRtcp && Loses is not null ? Loses(bytes) : _random.NextDouble() < Loss;
        if (lost) return;
        if (toReceiver && !isRtcp && _random.NextDouble() < Spoils) bytes = Mutations.Of(bytes, _random.Next(), 1).Single();
        for (var copies = _random.NextDouble() < Repeats ? 2 : 1; copies > 0; copies--)
            _wire.Enqueue((bytes, toReceiver, isRtcp), (Now + Delay + Spread * _random.NextDouble(), _order++));
    }
}
