using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>One WebSocket of JSON messages, bounded both ways.</summary>
/// <remarks>One caller at a time receives; messages are said from any thread, and sent by <see cref="SendAsync"/>.</remarks>
/// <param name="socket">The socket.</param>
/// <param name="most">Bytes of a message that is taken.</param>
internal sealed class LegacySocket(WebSocket socket, int most)
{
    const int LeastBuffer = 16 * 1024;
    const int MostUnsent = 128;
    static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(2);

    readonly Channel<LegacyMessage> _unsent = Channel.CreateBounded<LegacyMessage>(MostUnsent);

    /// <summary>Queues a message; one whose reader is too slow loses its socket.</summary>
    public void Say(LegacyMessage message)
    {
        if (!_unsent.Writer.TryWrite(message)) _unsent.Writer.TryComplete();
    }

    /// <summary>Sends what is queued until the end; then closes.</summary>
    public async Task SendAsync(CancellationToken cancellation)
    {
        await foreach (var message in _unsent.Reader.ReadAllAsync(cancellation))
        {
            var utf8 = JsonSerializer.SerializeToUtf8Bytes(message, LegacyJson.Default.LegacyMessage);
            await socket.SendAsync(utf8, WebSocketMessageType.Text, true, cancellation);
        }
    }

    /// <summary>Takes no more to send.</summary>
    public void EndSending() => _unsent.Writer.TryComplete();

    /// <summary>The next message, valid until the next call; null at the end, or when it is too large or no text.</summary>
    /// <param name="take">What is done with it.</param>
    /// <param name="cancellation">Ends the waiting, and the socket.</param>
    public async Task<bool> ReceiveAsync(Func<ReadOnlyMemory<byte>, Task<bool>> take, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LeastBuffer);   // an idle socket holds no picture's room
        try
        {
            for (var length = 0; ;)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close) return false;
                if (part.MessageType != WebSocketMessageType.Text || length > most)
                {
                    await CloseAsync(length > most ? WebSocketCloseStatus.MessageTooBig : WebSocketCloseStatus.InvalidMessageType);
                    return false;
                }

                if (part.EndOfMessage) return await take(buffer.AsMemory(0, length));
                if (length < buffer.Length) continue;
                var larger = ArrayPool<byte>.Shared.Rent(Math.Min(most + 1, 2 * buffer.Length));
                buffer.AsSpan(0, length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
                buffer = larger;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);   // it held somebody's face
        }
    }

    /// <summary>Says that the server goes away (RFC 6455 §7.4.1), and gives the other side a moment to answer.</summary>
    /// <param name="receiving">Ends when it has.</param>
    public async Task LeaveAsync(Task receiving)
    {
        await CloseAsync(WebSocketCloseStatus.EndpointUnavailable);
        await Task.WhenAny(receiving, Task.Delay(CloseTime));
    }

    /// <summary>Says goodbye, if the other side still listens.</summary>
    public async Task CloseAsync(WebSocketCloseStatus why)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(CloseTime);
        try
        {
            await socket.CloseOutputAsync(why, null, limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}
