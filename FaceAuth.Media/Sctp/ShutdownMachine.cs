using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>Closes an association once everything was acknowledged (RFC 9260 §9.2).</summary>
internal sealed class ShutdownMachine(SctpOptions options, RtoEstimator rto, DataSender sender, DataReceiver receiver)
{
    int _errors;
    bool _isSendDue, _isCompleteDue;

    /// <summary>
    /// <see cref="SctpState.Established"/> until a side wants to close, then one of the shutdown states, at last
    /// <see cref="SctpState.Closed"/>.
    /// </summary>
    public SctpState State { get; private set; } = SctpState.Established;

    /// <summary>Whether the peer began it.</summary>
    public bool IsByPeer { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> is due (T2-shutdown).</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>We want to close.</summary>
    public void Request()
    {
        if (State == SctpState.Established) State = SctpState.ShutdownPending;
    }

    /// <summary>Takes in the value of a SHUTDOWN chunk. False when it cannot be read.</summary>
    public bool HandleShutdown(ReadOnlySpan<byte> value, TimeSpan now)
    {
        if (value.Length < 4) return false;
        sender.HandleShutdown(BinaryPrimitives.ReadUInt32BigEndian(value), now);
        if (State is SctpState.Established or SctpState.ShutdownPending)
        {
            State = SctpState.ShutdownReceived;
            IsByPeer = true;
        }
        else if (State is SctpState.ShutdownSent or SctpState.ShutdownAckSent)
        {
            SendNow(SctpState.ShutdownAckSent);   // both at once, or our answer was lost
        }

        return true;
    }

    /// <summary>Takes in a SHUTDOWN ACK.</summary>
    public void HandleShutdownAck()
    {
        if (State is not (SctpState.ShutdownSent or SctpState.ShutdownAckSent)) return;
        State = SctpState.Closed;
        Deadline = TimeSpan.MaxValue;
        _isCompleteDue = true;
    }

    /// <summary>A SHUTDOWN ACK came after the end: SHUTDOWN COMPLETE was lost.</summary>
    public void RepeatComplete() => _isCompleteDue = State == SctpState.Closed;

    /// <summary>Takes in a SHUTDOWN COMPLETE.</summary>
    public void HandleShutdownComplete()
    {
        if (State != SctpState.ShutdownAckSent) return;
        State = SctpState.Closed;
        Deadline = TimeSpan.MaxValue;
    }

    /// <summary>Data came although we are closing: the peer has not seen our SHUTDOWN.</summary>
    public void HandleData()
    {
        if (State == SctpState.ShutdownSent) _isSendDue = true;
    }

    /// <summary>No answer came.</summary>
    /// <returns>False when none came too often in a row: the peer is gone.</returns>
    public bool HandleTimeout()
    {
        Deadline = TimeSpan.MaxValue;
        _isSendDue = true;
        return ++_errors <= options.MaxRetransmits;
    }

    /// <summary>Adds what is due to a packet.</summary>
    public void Write(ref SctpPacketWriter packet, TimeSpan now)
    {
        if (sender.IsEmpty && State == SctpState.ShutdownPending) SendNow(SctpState.ShutdownSent);
        if (sender.IsEmpty && State == SctpState.ShutdownReceived) SendNow(SctpState.ShutdownAckSent);
        if (!_isSendDue) return;

        if (State == SctpState.ShutdownSent)
        {
            if (!packet.TryAdd(SctpChunkType.Shutdown, 0, 4, out var value)) return;
            BinaryPrimitives.WriteUInt32BigEndian(value, receiver.Cumulative);
        }
        else if (!packet.TryAdd(SctpChunkType.ShutdownAck, 0, []))
        {
            return;
        }

        _isSendDue = false;
        Deadline = now + rto.Rto * Math.Min(1 << _errors, 16);
    }

    /// <summary>Adds the last chunk of all, SHUTDOWN COMPLETE, when it is due.</summary>
    public void WriteComplete(ref SctpPacketWriter packet)
    {
        if (_isCompleteDue && packet.TryAdd(SctpChunkType.ShutdownComplete, 0, [])) _isCompleteDue = false;
    }

    void SendNow(SctpState state)
    {
        State = state;
        _isSendDue = true;
    }
}
