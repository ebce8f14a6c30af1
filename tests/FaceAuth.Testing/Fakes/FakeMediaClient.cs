using System.Text;
using System.Threading.Channels;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Testing.Fakes;

/// <summary>The client of a <see cref="FakeMediaPeer"/>: what one says the other hears, and no packet is sent.</summary>
/// <param name="peer">Finds the server's peer once the answer was accepted.</param>
public sealed class FakeMediaClient(Func<FakeMediaPeer> peer) : IMediaClient
{
    readonly Channel<PeerEvent> _events = Channel.CreateUnbounded<PeerEvent>();
    FakeMediaPeer? _peer;
    int _messages;

    public string OfferSdp => "v=0\r\na=fingerprint:sha-256 BB:02\r\n";

    public ChannelReader<PeerEvent> Events => _events.Reader;

    public bool KeyframeWanted => false;

    /// <summary>Pictures taken.</summary>
    public int Pictures { get; private set; }

    /// <summary>Messages sent.</summary>
    public int Messages => Volatile.Read(ref _messages);

    /// <summary>Thrown by <see cref="Accept"/>.</summary>
    public Exception? AcceptFault { get; set; }

    public void Happens(PeerEvent happened) => _events.Writer.TryWrite(happened);

    public void Accept(string answerSdp)
    {
        if (AcceptFault is not null) throw AcceptFault;
        _peer = peer();
        foreach (var happened in (PeerEvent[])[new PeerEvent.Connected(), new PeerEvent.ChannelOpen()])
        {
            Happens(happened);
            _peer.Happens(happened);
        }

        _ = HearAsync(_peer);
    }

    public bool TrySendPicture(ReadOnlySpan<byte> vp8, uint rtpTimestamp)
    {
        Pictures++;
        return true;
    }

    public bool TrySend(ReadOnlySpan<byte> utf8)
    {
        _peer?.Receives(Encoding.UTF8.GetString(utf8));
        Interlocked.Increment(ref _messages);
        return _peer is not null;
    }

    public ValueTask VanishAsync() => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        _peer?.Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    async Task HearAsync(FakeMediaPeer from)
    {
        await foreach (var message in from.Sent.ReadAllAsync())
            Happens(new PeerEvent.Message(Encoding.UTF8.GetBytes(message), true));
        Happens(new PeerEvent.Ended(PeerEnd.ClosedByPeer));
    }
}
