using System.Text;
using System.Threading.Channels;
using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Stats;

namespace FaceAuth.Testing.Fakes;

/// <summary>A peer connection whose other side the test plays.</summary>
public sealed class FakeMediaPeer(IFrameSink sink) : IMediaPeer
{
    readonly Channel<PeerEvent> _events = Channel.CreateUnbounded<PeerEvent>();
    readonly Channel<string> _sent = Channel.CreateUnbounded<string>();
    readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _open;

    public IFrameSink Sink => sink;

    public string LocalFingerprint => "sha-256 AA:01";

    public string RemoteFingerprint => "sha-256 BB:02";

    public ChannelReader<PeerEvent> Events => _events.Reader;

    /// <summary>Messages sent to the browser, in order.</summary>
    public ChannelReader<string> Sent => _sent.Reader;

    /// <summary>How long the close was asked to wait for what is queued; null before it.</summary>
    public TimeSpan? Linger { get; private set; }

    /// <summary>Done when the peer is disposed.</summary>
    public Task Disposed => _disposed.Task;

    /// <summary>Whether <see cref="TrySend"/> takes messages.</summary>
    public bool TakesMessages { get; set; } = true;

    /// <summary>Thrown by <see cref="CloseAsync"/>.</summary>
    public Exception? CloseFault { get; set; }

    public void Happens(PeerEvent happened)
    {
        _open = happened is PeerEvent.ChannelOpen || (_open && happened is not PeerEvent.Ended);
        _events.Writer.TryWrite(happened);
        if (happened is PeerEvent.Ended) _events.Writer.TryComplete();
    }

    public void Receives(string message, bool isText = true) =>
        Happens(new PeerEvent.Message(Encoding.UTF8.GetBytes(message), isText));

    /// <summary>Ends the events without an end, as a broken media layer would.</summary>
    public void Breaks(Exception? fault = null) => _events.Writer.TryComplete(fault);

    public bool TrySend(ReadOnlySpan<byte> utf8) =>
        _open && TakesMessages && _sent.Writer.TryWrite(Encoding.UTF8.GetString(utf8));

    /// <summary>What <see cref="IMediaPeer.Signs"/> gives, by what the client says it is.</summary>
    public Func<string?, PeerSigns?> SignsOf { get; set; } = _ => null;

    public PeerSigns? Signs(string? userAgent) => SignsOf(userAgent);

    public PeerStats Snapshot() => new();

    public IReadOnlyList<RtcStats> GetStats() => [];

    /// <summary>What <see cref="Restart"/> gives.</summary>
    public PeerRestart RestartAnswer { get; set; } = new("v=0", null, null);

    public PeerRestart Restart(string offerSdp) => RestartAnswer;

    public ValueTask CloseAsync(TimeSpan linger)
    {
        Linger ??= linger;
        if (CloseFault is not null) throw CloseFault;
        Happens(new PeerEvent.Ended(PeerEnd.ClosedHere));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _sent.Writer.TryComplete();
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
