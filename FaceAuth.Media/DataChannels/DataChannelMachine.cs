using System.Text;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.DataChannels;

/// <summary>The data channels of one peer (RFC 8831, RFC 8832) on one SCTP association over DTLS.</summary>
/// <remarks>
/// Does no IO and reads no clock: hand it what DTLS decrypted and the time, drain <see cref="TryTake"/> and <see cref="Poll"/> until
/// neither has anything, come back at <see cref="Deadline"/>. One owner, no locks.
/// </remarks>
internal sealed class DataChannelMachine : IDisposable
{
    readonly DataChannelOptions _options;
    readonly Dictionary<ushort, DataChannel> _channels = [];
    readonly int _parity;
    int _acksDue;

    /// <summary>Sets up the machine; nothing is sent before <see cref="Connect"/>, but an INIT of the peer is answered.</summary>
    /// <param name="options">Limits of the channels.</param>
    /// <param name="sctp">Limits and times of the association.</param>
    /// <param name="isDtlsClient">Our DTLS role: the client's channels have even numbers, the server's odd ones (RFC 8832 §6).</param>
    /// <param name="random">Source of tags, sequence numbers and the cookie key; the caller's, used only inside calls.</param>
    public DataChannelMachine(DataChannelOptions options, SctpOptions sctp, bool isDtlsClient, Random random)
    {
        _options = options;
        _parity = isDtlsClient ? 0 : 1;
        Association = new(sctp, random);
    }

    /// <summary>What carries the channels.</summary>
    public SctpAssociation Association { get; }

    /// <summary>State of the association.</summary>
    public SctpState State => Association.State;

    /// <summary>Why the association is over; <see cref="SctpEnd.None"/> while it is not.</summary>
    public SctpEnd End => Association.End;

    /// <summary>What the association counted.</summary>
    public SctpCounters Counters => Association.Counters;

    /// <summary>Bytes of messages that the peer has not acknowledged yet.</summary>
    public int BufferedBytes => Association.BufferedBytes;

    /// <summary>When to call <see cref="Poll"/> next, on the same clock as every <c>now</c>.</summary>
    public TimeSpan Deadline => Association.Deadline;

    /// <summary>DTLS is up: sends INIT. Both sides may.</summary>
    public void Connect(TimeSpan now) => Association.Connect(now);

    /// <summary>Takes one SCTP packet out of a DTLS record. Never throws for its content.</summary>
    public void HandlePacket(ReadOnlySpan<byte> packet, TimeSpan now) => Association.HandlePacket(packet, now);

    /// <summary>Writes the next SCTP packet to send into <paramref name="datagram"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="datagram">At least <see cref="SctpOptions.MaxPacketBytes"/> long.</param>
    /// <returns>Its length; 0 when there is nothing to send.</returns>
    public int Poll(TimeSpan now, Span<byte> datagram)
    {
        if (_acksDue > 0) SendAcks(now);
        return Association.Poll(now, datagram);
    }

    /// <summary>Takes the next event, in order. Lends its payload until the next call.</summary>
    public bool TryTake(out DataChannelEvent taken)
    {
        while (Association.TryTake(out var happened))
        {
            DataChannelEvent? told = happened.Kind switch
            {
                SctpEventKind.Message => HandleMessage(happened),
                SctpEventKind.StreamReset => HandleReset(happened.Stream, isByPeer: true),
                SctpEventKind.ResetDone => HandleReset(happened.Stream, isByPeer: false),
                SctpEventKind.Ended => new() { Kind = DataChannelEventKind.Ended, End = happened.End },
                _ => null,
            };
            if (told is null) continue;
            taken = told.Value;
            return true;
        }

        taken = default;
        return false;
    }

    /// <summary>Opens a channel; may be called before the association is up.</summary>
    /// <param name="label">Its label, at most <see cref="DataChannelOptions.MaxLabelBytes"/>.</param>
    /// <param name="now">The time.</param>
    /// <param name="channel">Its stream identifier; <see cref="DataChannelEventKind.Opened"/> tells when the peer has it.</param>
    /// <param name="reliability">How its messages are delivered, both ways; by default all of them, in order.</param>
    /// <returns>False when there are <see cref="DataChannelOptions.MaxChannels"/> already or the association is over.</returns>
    /// <exception cref="ArgumentException">The label is too long.</exception>
    public bool TryOpen(string label, TimeSpan now, out ushort channel, SctpReliability reliability = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(label), _options.MaxLabelBytes, nameof(label));
        channel = 0;
        if (_channels.Count >= _options.MaxChannels) return false;

        var id = (ushort)_parity;
        while (_channels.ContainsKey(id)) id += 2;

        var open = new byte[OpenMessage.HeaderBytes + Encoding.UTF8.GetMaxByteCount(label.Length)];
        var length = OpenMessage.Write(label, reliability, open);
        if (!Association.TrySend(id, (uint)Ppid.Control, open.AsSpan(0, length), default, now)) return false;

        _channels.Add(id, new(id, label, reliability) { IsOpenedHere = true });
        channel = id;
        return true;
    }

    /// <summary>Queues one message; the bytes are copied. Allowed from <see cref="TryOpen"/> on, the OPEN goes first.</summary>
    /// <returns>False when the channel is not open, the message is too large or the send buffer is full.</returns>
    public bool TrySend(ushort channel, ReadOnlySpan<byte> bytes, bool isText, TimeSpan now)
    {
        if (!_channels.TryGetValue(channel, out var state) || state.IsClosing) return false;

        // Until the peer is known to have the OPEN, nothing may overtake it (RFC 8832 §6).
        var reliability = state.IsConfirmed ? state.Reliability : default;
        return bytes.IsEmpty
            ? Association.TrySend(channel, (uint)(isText ? Ppid.TextEmpty : Ppid.BinaryEmpty), [0], reliability, now)
            : Association.TrySend(channel, (uint)(isText ? Ppid.Text : Ppid.Binary), bytes, reliability, now);
    }

    /// <summary>Closes a channel after what is queued on it.</summary>
    /// <remarks><see cref="DataChannelEventKind.Closed"/> tells when the peer has too.</remarks>
    public void Close(ushort channel)
    {
        if (_channels.TryGetValue(channel, out var state)) Close(state);
    }

    /// <summary>Sends what is queued, then closes the association (SHUTDOWN).</summary>
    public void Shutdown(TimeSpan now) => Association.Shutdown(now);

    /// <summary>Closes the association at once (ABORT); <see cref="Poll"/> still has that one packet to send.</summary>
    public void Abort() => Association.Abort();

    /// <summary>Gives buffers back. Nothing may be called afterwards.</summary>
    public void Dispose() => Association.Dispose();

    DataChannelEvent? HandleMessage(in SctpEvent message)
    {
        if ((Ppid)message.Ppid == Ppid.Control) return HandleControl(message.Stream, message.Payload.Span);
        if (!_channels.TryGetValue(message.Stream, out var channel)) return Violate(message.Stream, DataChannelViolation.UnexpectedMessage);
        if (channel.IsClosing) return null;

        channel.IsConfirmed = true;
        var told = new DataChannelEvent { Kind = DataChannelEventKind.Message, Channel = channel.Id, Label = channel.Label };
        return (Ppid)message.Ppid switch
        {
            Ppid.Text => told with { Payload = message.Payload, IsText = true },
            Ppid.Binary => told with { Payload = message.Payload },
            Ppid.TextEmpty => told with { IsText = true },
            Ppid.BinaryEmpty => told,
            _ => Violate(channel.Id, DataChannelViolation.UnexpectedMessage),
        };
    }

    DataChannelEvent? HandleControl(ushort stream, ReadOnlySpan<byte> bytes) => bytes[0] switch
    {
        OpenMessage.MessageType => HandleOpen(stream, bytes),
        OpenMessage.AckType when bytes.Length == 1 => HandleAck(stream),
        _ => Violate(stream, DataChannelViolation.MalformedControl),
    };

    DataChannelEvent HandleOpen(ushort stream, ReadOnlySpan<byte> bytes)
    {
        if (!OpenMessage.TryRead(bytes, out var open)) return Violate(stream, DataChannelViolation.MalformedControl);
        // Whose parity the number has is not asked: aiortc tells it by the ICE role, not the DTLS role (RFC 8832 §6), and a free one does
        // no harm.
        if (_channels.ContainsKey(stream)) return Violate(stream, DataChannelViolation.StreamNotTheirs);
        if (open.Label.Length > _options.MaxLabelBytes || !open.IsLabelValid) return Violate(stream, DataChannelViolation.BadLabel);
        if (_channels.Count >= _options.MaxChannels) return Violate(stream, DataChannelViolation.TooManyChannels);

        var label = Encoding.UTF8.GetString(open.Label);
        _channels.Add(stream, new(stream, label, open.Reliability) { IsConfirmed = true, IsAckDue = true });
        _acksDue++;
        return new() { Kind = DataChannelEventKind.Opened, Channel = stream, Label = label };
    }

    DataChannelEvent? HandleAck(ushort stream)
    {
        if (!_channels.TryGetValue(stream, out var channel)) return Violate(stream, DataChannelViolation.UnexpectedMessage);
        if (channel.IsClosing || !channel.IsOpenedHere || channel.IsAcknowledged) return null;
        channel.IsConfirmed = channel.IsAcknowledged = true;
        return new() { Kind = DataChannelEventKind.Opened, Channel = stream, Label = channel.Label };
    }

    /// <summary>A stream was reset: the other direction follows, and when both are, the channel is closed (RFC 8831 §6.7).</summary>
    DataChannelEvent? HandleReset(ushort stream, bool isByPeer)
    {
        if (!_channels.TryGetValue(stream, out var channel)) return null;
        if (isByPeer)
        {
            channel.IsResetByPeer = true;
            Close(channel);
        }
        else
        {
            channel.IsResetHere = true;
        }

        if (!channel.IsResetHere || !channel.IsResetByPeer) return null;
        _channels.Remove(stream);
        return new() { Kind = DataChannelEventKind.Closed, Channel = stream, Label = channel.Label };
    }

    DataChannelEvent Violate(ushort stream, DataChannelViolation violation)
    {
        if (_channels.TryGetValue(stream, out var channel)) Close(channel);
        else Association.ResetStream(stream);
        return new() { Kind = DataChannelEventKind.Violation, Channel = stream, Violation = violation };
    }

    void Close(DataChannel channel)
    {
        if (channel.IsClosing) return;
        channel.IsClosing = true;
        if (channel.IsAckDue) _acksDue--;
        channel.IsAckDue = false;
        Association.ResetStream(channel.Id);
    }

    void SendAcks(TimeSpan now)
    {
        foreach (var channel in _channels.Values)
        {
            if (!channel.IsAckDue || !Association.TrySend(channel.Id, (uint)Ppid.Control, [OpenMessage.AckType], default, now)) continue;
            channel.IsAckDue = false;
            _acksDue--;
        }
    }
}
