using System.Threading.Channels;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Testing.Fakes;

/// <summary>A run whose answers the test gives.</summary>
public sealed class FakeAuthRun(AuthRequest request) : IAuthRun
{
    readonly Channel<AuthEvent> _events = Channel.CreateUnbounded<AuthEvent>();

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

    public void Offer(VideoFrame frame) => frame.Dispose();

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
