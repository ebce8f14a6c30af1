using System.Collections.Concurrent;
using System.Threading.Channels;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Testing.Fakes;

/// <summary>A run whose answers the test gives.</summary>
public sealed class FakeAuthRun(AuthRequest request) : IAuthRun
{
    readonly Channel<AuthEvent> _events = Channel.CreateUnbounded<AuthEvent>();

    uint _lastTimestamp;
    int _pictures;

    public AuthRequest Request => request;

    public ChannelReader<AuthEvent> Events => _events.Reader;

    public bool ReportsEveryPicture { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>Said by the run while it is being disposed: it had decided just before.</summary>
    public AuthDecision? LateDecision { get; set; }

    public AuthRunStats Stats { get; set; } = new(
        0, 0, new Dictionary<string, long>(), new Dictionary<string, TimeSpan>(), default, default);

    public void Says(AuthEvent said)
    {
        _events.Writer.TryWrite(said);
        if (said is AuthEvent.Decided) _events.Writer.TryComplete();
    }

    /// <summary>Ends the feed without a decision, as a broken pipeline would.</summary>
    public void Breaks(Exception? fault = null) => _events.Writer.TryComplete(fault);

    /// <summary>Pictures that came.</summary>
    public int Pictures => Volatile.Read(ref _pictures);

    /// <summary>Time between the last two of them, by the clock of whoever took them.</summary>
    public TimeSpan LastStep { get; private set; }

    public void Offer(VideoFrame frame)
    {
        LastStep = TimeSpan.FromSeconds((frame.RtpTimestamp - _lastTimestamp) / 90_000.0);
        _lastTimestamp = frame.RtpTimestamp;
        frame.Dispose();
        Interlocked.Increment(ref _pictures);
    }

    /// <summary>Signals that were told.</summary>
    public ConcurrentQueue<AuthSignal> Signals { get; } = new();

    public void Tell(AuthSignal signal) => Signals.Enqueue(signal);

    public AuthRunStats Snapshot() => Stats;

    public ValueTask DisposeAsync()
    {
        if (IsDisposed) return ValueTask.CompletedTask;
        IsDisposed = true;
        if (LateDecision is not null) Says(new AuthEvent.Decided(LateDecision));
        _events.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }
}
