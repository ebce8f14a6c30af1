using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>Writes messages into one reused buffer and hands them to the peer. One caller at a time.</summary>
internal sealed class ChannelWriter(IMediaPeer peer) : IDisposable
{
    readonly ArrayBufferWriter<byte> _buffer = new(512);
    Utf8JsonWriter? _writer;

    /// <summary>Messages that the peer did not take: not open, ended or its buffer full.</summary>
    public int Unsent { get; private set; }

    /// <summary>Sends one message; false when the peer did not take it.</summary>
    public bool Send<T>(T message, JsonTypeInfo<T> type)
    {
        _buffer.ResetWrittenCount();
        if (_writer is null) _writer = new(_buffer);
        else _writer.Reset(_buffer);
        JsonSerializer.Serialize(_writer, message, type);
        _writer.Flush();
        if (peer.TrySend(_buffer.WrittenSpan)) return true;
        Unsent++;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}
