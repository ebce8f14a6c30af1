using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Sctp;
using FaceAuth.Media.Tests.Sctp;

namespace FaceAuth.Media.Tests.DataChannels;

/// <summary>The data channels of a DTLS client and a DTLS server, joined by an <see cref="SctpPath"/>.</summary>
sealed class ChannelPair : IDisposable
{
    readonly byte[] _datagram = new byte[1400];

    public ChannelPair(SctpPath? path = null, DataChannelOptions? serverOptions = null, SctpOptions? sctp = null)
    {
        Path = path ?? new(seed: 1);
        Client = new(new(new(), sctp ?? new(), isDtlsClient: true, new Random(1)));
        Server = new(new(serverOptions ?? new(), sctp ?? new(), isDtlsClient: false, new Random(2)));
        Client.Machine.Connect(Now);
        Server.Machine.Connect(Now);
    }

    public SctpPath Path { get; }

    public ChannelSide Client { get; }

    public ChannelSide Server { get; }

    public TimeSpan Now => Path.Now;

    public void Run(Func<bool> until, double limit = 60)
    {
        var end = Now + TimeSpan.FromSeconds(limit);
        while (!Step(until))
        {
            Assert.True(Earliest() <= end, "Not done in time.");
            if (Earliest() > Now) Path.Now = Earliest();
        }
    }

    public void RunFor(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (!Step(() => false) && Earliest() <= end)
            if (Earliest() > Now) Path.Now = Earliest();
        Path.Now = end;
    }

    public void Dispose()
    {
        Client.Machine.Dispose();
        Server.Machine.Dispose();
    }

    bool Step(Func<bool> until)
    {
        Drain(Client);
        Drain(Server);
        while (!until())
        {
            if (!Path.TryReceive(out var bytes, out var toSecond)) return false;
            var side = toSecond ? Server : Client;
            side.Machine.HandlePacket(bytes, Now);
            Drain(side);
        }

        return true;

        void Drain(ChannelSide side)
        {
            do
            {
                while (side.Machine.Poll(Now, _datagram) is var length and > 0)
                    Path.Send(_datagram.AsSpan(0, length), ReferenceEquals(side, Client));
            }
            while (side.TakeEvents());
        }
    }

    TimeSpan Earliest()
    {
        var next = Path.NextArrival;
        foreach (var deadline in (TimeSpan[])[Client.Machine.Deadline, Server.Machine.Deadline])
            if (deadline < next) next = deadline;
        return next;
    }
}
