using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.DataChannels;

/// <summary>
/// The data channels of one peer (RFC 8831, RFC 8832) on one SCTP association over DTLS. Does no IO and reads no clock:
/// hand it what DTLS decrypted and the time, drain <see cref="TryTake"/>, then <see cref="Poll"/> until it returns 0,
/// come back at <see cref="Deadline"/>. One owner, no locks.
/// </summary>
internal sealed class DataChannelMachine : IDisposable
{
    /// <summary>Sets up the machine; nothing is sent before <see cref="Connect"/>, but an INIT of the peer is answered.</summary>
    /// <param name="options">Limits of the channels.</param>
    /// <param name="sctp">Limits and times of the association.</param>
    /// <param name="isDtlsClient">Our DTLS role: the client's channels have even numbers, the server's odd ones (RFC 8832 §6).</param>
    /// <param name="random">Source of tags, sequence numbers and the cookie key; owned by the caller, used only inside calls.</param>
    public DataChannelMachine(DataChannelOptions options, SctpOptions sctp, bool isDtlsClient, Random random) =>
        throw new NotImplementedException();

    /// <summary>State of the association.</summary>
    public SctpState State => throw new NotImplementedException();

    /// <summary>Why the association is over; <see cref="SctpEnd.None"/> while it is not.</summary>
    public SctpEnd End => throw new NotImplementedException();

    /// <summary>What the association counted.</summary>
    public SctpCounters Counters => throw new NotImplementedException();

    /// <summary>Bytes of messages that the peer has not acknowledged yet.</summary>
    public int BufferedBytes => throw new NotImplementedException();

    /// <summary>When to call <see cref="Poll"/> next, on the same clock as every <c>now</c>.</summary>
    public TimeSpan Deadline => throw new NotImplementedException();

    /// <summary>DTLS is up: sends INIT. Both sides may.</summary>
    public void Connect(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Takes one SCTP packet out of a DTLS record. Never throws for its content.</summary>
    public void HandlePacket(ReadOnlySpan<byte> packet, TimeSpan now) => throw new NotImplementedException();

    /// <summary>Writes the next SCTP packet to send into <paramref name="datagram"/>.</summary>
    /// <param name="now">The time.</param>
    /// <param name="datagram">At least <see cref="SctpOptions.MaxPacketBytes"/> long.</param>
    /// <returns>Its length; 0 when there is nothing to send.</returns>
    public int Poll(TimeSpan now, Span<byte> datagram) => throw new NotImplementedException();

    /// <summary>Takes the next event, in order. Lends its payload until the next call.</summary>
    public bool TryTake(out DataChannelEvent taken) => throw new NotImplementedException();

    /// <summary>Opens a reliable, ordered channel; may be called before the association is up.</summary>
    /// <param name="label">Its label, at most <see cref="DataChannelOptions.MaxLabelBytes"/>.</param>
    /// <param name="channel">Its stream identifier; <see cref="DataChannelEventKind.Opened"/> tells when the peer has it.</param>
    /// <returns>False when there are <see cref="DataChannelOptions.MaxChannels"/> already or the association is over.</returns>
    public bool TryOpen(string label, out ushort channel) => throw new NotImplementedException();

    /// <summary>Queues one message; the bytes are copied.</summary>
    /// <returns>False when the channel is not open, the message is too large or the send buffer is full.</returns>
    public bool TrySend(ushort channel, ReadOnlySpan<byte> bytes, bool isText) => throw new NotImplementedException();

    /// <summary>Closes a channel after what is queued on it; <see cref="DataChannelEventKind.Closed"/> tells when the peer has too.</summary>
    public void Close(ushort channel) => throw new NotImplementedException();

    /// <summary>Sends what is queued, then closes the association (SHUTDOWN).</summary>
    public void Shutdown(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Closes the association at once (ABORT); <see cref="Poll"/> still has that one packet to send.</summary>
    public void Abort() => throw new NotImplementedException();

    /// <summary>Gives buffers back. Nothing may be called afterwards.</summary>
    public void Dispose() => throw new NotImplementedException();
}
