using FaceAuth.Media.Contracts;
using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Peer;

/// <summary>The one data channel of a session, "faceauth": opened by the client, all others are closed. One owner.</summary>
internal sealed class DataPath(DataChannelMachine machine, bool opens) : IDisposable
{
    internal const string Label = "faceauth";

    ushort? _channel;

    internal bool IsOpen => _channel is not null;

    /// <summary>Stream of the channel; null while it is not open.</summary>
    internal ushort? Channel => _channel;

    internal long MessagesSent { get; private set; }

    internal long BytesSent { get; private set; }

    internal long MessagesReceived { get; private set; }

    internal long BytesReceived { get; private set; }

    /// <summary>Bytes sent that the other side has not acknowledged.</summary>
    internal int BufferedBytes => machine.BufferedBytes;

    internal TimeSpan Deadline => machine.Deadline;

    /// <summary>DTLS is up. Only the opening side sends INIT; the other side's is answered at any time.</summary>
    internal void Start(TimeSpan now)
    {
        if (!opens) return;
        machine.TryOpen(Label, now, out _);
        machine.Connect(now);
    }

    internal void HandlePacket(ReadOnlySpan<byte> packet, TimeSpan now) => machine.HandlePacket(packet, now);

    internal int Poll(TimeSpan now, Span<byte> packet) => machine.Poll(now, packet);

    internal bool TrySend(ReadOnlySpan<byte> utf8, TimeSpan now)
    {
        if (_channel is not { } channel || !machine.TrySend(channel, utf8, isText: true, now)) return false;
        MessagesSent++;
        BytesSent += utf8.Length;
        return true;
    }

    /// <summary>The next thing for the host; at the end of the association, how it ended.</summary>
    internal bool TryTake(out PeerEvent? happened, out PeerEnd? end)
    {
        (happened, end) = (null, null);
        while (machine.TryTake(out var taken))
        {
            switch (taken.Kind)
            {
                case DataChannelEventKind.Opened when taken.Label == Label && _channel is null:
                    _channel = taken.Channel;
                    happened = new PeerEvent.ChannelOpen();
                    return true;
                case DataChannelEventKind.Opened:
                    machine.Close(taken.Channel);
                    break;
                case DataChannelEventKind.Message when taken.Channel == _channel:
                    MessagesReceived++;
                    BytesReceived += taken.Payload.Length;
                    happened = new PeerEvent.Message(taken.Payload.ToArray(), taken.IsText);
                    return true;
                case DataChannelEventKind.Closed when taken.Channel == _channel:
                    (_channel, end) = (null, PeerEnd.ClosedByPeer);   // we never close it ourselves
                    return true;
                case DataChannelEventKind.Ended:
                    (_channel, end) = (null, EndFor(taken.End));
                    return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => machine.Dispose();

    static PeerEnd EndFor(SctpEnd end) => end switch
    {
        SctpEnd.MessageTooLarge => PeerEnd.MessageTooLarge,
        SctpEnd.Overrun => PeerEnd.Overrun,
        SctpEnd.TimedOut => PeerEnd.ConsentExpired,
        SctpEnd.ClosedHere => PeerEnd.ClosedHere,
        _ => PeerEnd.ClosedByPeer,
    };
}
