using System.Threading.Channels;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Peer;

namespace FaceAuth.Media.Loop;

/// <summary>
/// A peer as its loop and its facade share it: the facade's threads leave requests and signal; the loop's thread alone touches the core.
/// </summary>
/// <remarks>Requests are flags and bounded queues, so nothing grows when a side is slow.</remarks>
internal sealed class LoopPeer(
    long number, IceCredentials local, MediaConfiguration configuration, TimeProvider clock, MediaLoop loop, IPeerOwner owner,
    Channel<PeerEvent>? events = null) : IDecodeListener
{
    const int Goodbye = 1, Silent = 2;
    const int Wanted = 1, Refused = 2;

    readonly Channel<PeerEvent> _events = events ?? CreateEvents();
    readonly TaskCompletionSource<PeerEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TimeSpan _createdAt = clock.GetElapsedTime(0);
    int _signalled;
    int _keyframeNeeded;
    int _vanish;
    long _firstPictureTicks;
    long _closeTicks = -1;
    Exception? _decodeFault;
    IceGeneration? _restart;
    bool _toldFirstPicture;
    volatile bool _isUp;
    volatile bool _isChannelOpen;

    internal PeerCore Core => owner.Core;

    /// <summary>The client's socket; null on a server, where all peers share the loop's.</summary>
    internal LoopSocket? OwnSocket => owner.OwnSocket;

    internal long Number => number;

    internal string UsernameFragment => local.UsernameFragment;

    /// <summary>Username fragments it is found by; the router's.</summary>
    internal string[] Fragments { get; set; } = [];

    internal ChannelReader<PeerEvent> Events => _events.Reader;

    internal Task<PeerEnd> Ended => _ended.Task;

    internal Outbox Outbox { get; } = new(configuration.Media.MaxPendingSendBytes);

    internal bool IsUp => _isUp;

    internal DateTimeOffset WallClock => clock.GetUtcNow();

    internal TimeSpan? FirstPictureAfter =>
        Interlocked.Read(ref _firstPictureTicks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) - _createdAt : null;

    /// <summary>The timer's entry; the loop's.</summary>
    internal TimeSpan ScheduledAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether it stands among those to be settled behind a batch; the loop's.</summary>
    internal bool IsTouched { get; set; }

    /// <summary>Whether the loop has taken it up; the loop's.</summary>
    internal bool IsAdded { get; set; }

    /// <summary>A channel for events.</summary>
    /// <remarks>Unbounded by type and bounded by <see cref="Tell"/>, so that the last event always finds room.</remarks>
    internal static Channel<PeerEvent> CreateEvents() => Channel.CreateUnbounded<PeerEvent>(new() { SingleWriter = true });

    /// <summary>Makes the loop call <see cref="Service"/> soon. Any thread.</summary>
    internal void Signal()
    {
        if (Interlocked.Exchange(ref _signalled, 1) == 0) loop.Enqueue(this);
    }

    /// <summary>Queues a message. Any thread.</summary>
    internal bool TrySend(ReadOnlySpan<byte> utf8)
    {
        if (!_isChannelOpen || utf8.Length > configuration.Media.MaxMessageBytes || !Outbox.TryAdd(utf8)) return false;
        Signal();
        return true;
    }

    /// <summary>Makes checks with these credentials good too; of several requests the last counts. Any thread.</summary>
    internal void RequestRestart(IceGeneration restart)
    {
        Volatile.Write(ref _restart, restart);
        Signal();
    }

    /// <summary>The restart asked for, once. The loop's thread.</summary>
    internal IceGeneration? TakeRestart() => Interlocked.Exchange(ref _restart, null);

    /// <summary>Asks for the end. Any thread.</summary>
    internal void RequestClose(TimeSpan linger)
    {
        Interlocked.CompareExchange(ref _closeTicks, Math.Max(0, linger.Ticks), -1);
        Signal();
    }

    /// <summary>Asks for the end at once, with a goodbye or without a word. Any thread.</summary>
    internal void RequestVanish(bool saysGoodbye)
    {
        Interlocked.CompareExchange(ref _vanish, saysGoodbye ? Goodbye : Silent, 0);
        Signal();
    }

    /// <inheritdoc/>
    public void OnKeyframeNeeded(bool isRefused)
    {
        Volatile.Write(ref _keyframeNeeded, isRefused ? Refused : Wanted);
        Signal();
    }

    /// <inheritdoc/>
    public void OnFirstPicture()
    {
        Interlocked.CompareExchange(ref _firstPictureTicks, clock.GetElapsedTime(0).Ticks, 0);
        Signal();
    }

    /// <inheritdoc/>
    public void OnFailed(Exception failure)
    {
        Volatile.Write(ref _decodeFault, failure);
        Signal();
    }

    /// <summary>Carries out what other threads asked for. The loop's thread.</summary>
    /// <exception cref="InvalidOperationException">The decoder broke an invariant.</exception>
    internal void Service(TimeSpan now)
    {
        Volatile.Write(ref _signalled, 0);   // before the requests are read: a later one signals again
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _decodeFault) is { } fault) throw new InvalidOperationException("Decoding failed.", fault);
        if (Volatile.Read(ref _vanish) == Goodbye) Core.Fail(PeerEnd.ClosedHere);
        if (Volatile.Read(ref _vanish) == Silent) Core.Vanish();
        if (Interlocked.Exchange(ref _keyframeNeeded, 0) is not 0 and var needed) owner.HandleKeyframeNeeded(now, needed == Refused);
        owner.Service(now);
        SendWaiting(now);
        if (Interlocked.Read(ref _closeTicks) is >= 0 and var linger) Core.Close(now, TimeSpan.FromTicks(linger));
        if (!_toldFirstPicture && FirstPictureAfter is { } after)
        {
            _toldFirstPicture = true;
            Tell(new PeerEvent.FirstPicture(after));
            owner.HandleFirstPicture(after);
        }
    }

    /// <summary>Passes on what the core has to tell, after its output was drained. The loop's thread.</summary>
    /// <returns>True when there is output again.</returns>
    internal bool Report(TimeSpan now)
    {
        owner.Report();
        (_isUp, _isChannelOpen) = (Core.IsUp, Core.IsChannelOpen);   // first: who hears that the channel is open may send
        while (Core.TryTakeEvent(out var happened)) Tell(happened);
        return !Outbox.IsEmpty && SendWaiting(now);
    }

    /// <summary>The last event. The loop's thread, once.</summary>
    internal void Finish(PeerEnd reason)
    {
        (_isUp, _isChannelOpen) = (false, false);
        try
        {
            owner.HandleEnd();   // first: who hears of the end finds the peer's place free
        }
        finally
        {
            _events.Writer.TryWrite(new PeerEvent.Ended(reason));
            _events.Writer.Complete();
            _ended.TrySetResult(reason);
        }
    }

    bool SendWaiting(TimeSpan now)
    {
        var sent = false;
        for (; Core.IsChannelOpen && Outbox.TryPeek(out var message) && Core.TrySend(message.Bytes, now); sent = true) Outbox.Drop();
        return sent;
    }

    void Tell(PeerEvent happened)
    {
        if (_events.Reader.Count < configuration.Media.MaxPendingEvents) _events.Writer.TryWrite(happened);
        else Core.Fail(PeerEnd.Overrun);
    }
}
