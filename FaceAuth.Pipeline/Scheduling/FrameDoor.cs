using FaceAuth.Frames;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>The one place where pictures are dropped: a slot for the newest picture of one run.</summary>
/// <remarks>
/// A newer one takes the place of one that still waits, and one that comes sooner than another is needed does not come in. Offered to by one
/// thread, taken from by another; locks nothing.
/// </remarks>
internal sealed class FrameDoor
{
    readonly LookMachine _look = new();
    VideoFrame? _waiting;
    long _every;
    volatile bool _closed;

    /// <summary>Least time between two pictures that come in; zero for all. From any thread.</summary>
    public TimeSpan Every
    {
        get => new(Volatile.Read(ref _every));
        set => Volatile.Write(ref _every, value.Ticks);
    }

    /// <summary>Whether a picture waits.</summary>
    public bool HasFrame => Volatile.Read(ref _waiting) is not null;

    /// <summary>Takes ownership of a picture; says what became of it and of the one before.</summary>
    public DoorAnswer Offer(VideoFrame frame)
    {
        if (_closed)
        {
            frame.Dispose();
            return DoorAnswer.Closed;
        }

        if (!_look.IsDue(frame.RtpTimestamp, frame.ReceivedAt, Every))
        {
            frame.Dispose();
            return DoorAnswer.Spared;
        }

        var stale = Interlocked.Exchange(ref _waiting, frame);
        stale?.Dispose();
        // closed meanwhile: whoever closed may have looked before the picture lay there
        if (_closed && TryTake() is { } late)
        {
            late.Dispose();
            return DoorAnswer.Closed;
        }

        return stale is null ? DoorAnswer.Waiting : DoorAnswer.TookAnothersPlace;
    }

    /// <summary>Takes the waiting picture and its ownership; null when there is none.</summary>
    public VideoFrame? TryTake() => Interlocked.Exchange(ref _waiting, null);

    /// <summary>Drops the waiting picture and every later one; says whether one waited.</summary>
    public bool Close()
    {
        _closed = true;
        var waiting = TryTake();
        waiting?.Dispose();
        return waiting is not null;
    }
}
