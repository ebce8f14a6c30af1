using System.Buffers.Binary;

namespace FaceAuth.Media.Sctp;

/// <summary>Signs of life (RFC 9260 §8.3): answers the peer's, and asks for them when set up to.</summary>
internal sealed class Heartbeat(SctpOptions options, RtoEstimator rto, Random random)
{
    readonly byte[] _answer = new byte[options.MaxPacketBytes];
    int _answerLength;
    ulong _nonce;
    int _errors;
    bool _isDue, _isAsked;

    /// <summary>When <see cref="HandleTimeout"/> is due.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>The association is up.</summary>
    public void Open(TimeSpan now)
    {
        if (options.HeartbeatInterval > TimeSpan.Zero) Deadline = now + options.HeartbeatInterval;
    }

    /// <summary>The peer asks: its value goes back as it is. The latest counts.</summary>
    public void HandleRequest(ReadOnlySpan<byte> value)
    {
        var room = _answer.Length - SctpPacket.HeaderBytes - SctpChunk.HeaderBytes;
        if (value.Length < SctpParameter.HeaderBytes || value.Length > room) return;
        value.CopyTo(_answer);
        _answerLength = value.Length;
    }

    /// <summary>The peer answers.</summary>
    public void HandleAnswer(ReadOnlySpan<byte> value, TimeSpan now)
    {
        if (!_isAsked || value.Length != 12 || BinaryPrimitives.ReadUInt64BigEndian(value[4..]) != _nonce) return;
        (_isAsked, _errors) = (false, 0);
        Deadline = now + options.HeartbeatInterval;
    }

    /// <summary>It is time to ask, or no answer came.</summary>
    /// <returns>False when none came too often in a row: the peer is gone.</returns>
    public bool HandleTimeout(TimeSpan now)
    {
        if (_isAsked && ++_errors > options.MaxRetransmits) return false;
        _isDue = _isAsked = true;
        _nonce = unchecked((ulong)random.NextInt64());
        Deadline = now + rto.Rto + options.HeartbeatInterval;
        return true;
    }

    /// <summary>Adds what is due to a packet.</summary>
    public void Write(ref SctpPacketWriter packet)
    {
        if (_answerLength > 0 && packet.TryAdd(SctpChunkType.HeartbeatAck, 0, _answer.AsSpan(0, _answerLength))) _answerLength = 0;

        if (!_isDue || !packet.TryAdd(SctpChunkType.Heartbeat, 0, 12, out var value)) return;
        BinaryPrimitives.WriteUInt16BigEndian(value, 1);   // Heartbeat Info (§3.3.5)
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], 12);
        BinaryPrimitives.WriteUInt64BigEndian(value[4..], _nonce);
        _isDue = false;
    }

    /// <summary>The association is over.</summary>
    public void Close() => (_answerLength, _isDue, Deadline) = (0, false, TimeSpan.MaxValue);
}
