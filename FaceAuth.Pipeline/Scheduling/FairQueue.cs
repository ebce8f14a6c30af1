using System.Threading.Channels;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>
/// Runs whose pictures wait, in the order in which they are next: each is in it at most once, and goes to its end after
/// a picture of it was analysed. So however fast one session sends, every other gets its turn in between.
/// </summary>
internal sealed class FairQueue
{
    // bounded by the cap on runs, since each is in it at most once
    readonly Channel<AuthRun> _ready = Channel.CreateUnbounded<AuthRun>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The run that is next; ends when the queue is closed.</summary>
    public ChannelReader<AuthRun> Next => _ready.Reader;

    /// <summary>Puts a run at the end.</summary>
    public void Add(AuthRun run) => _ready.Writer.TryWrite(run);

    /// <summary>No more.</summary>
    public void Close() => _ready.Writer.TryComplete();
}
