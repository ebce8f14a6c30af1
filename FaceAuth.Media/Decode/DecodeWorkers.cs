using FaceAuth.Frames;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>The decoder threads that all sessions share.</summary>
/// <remarks>
/// A session has at most one thread at a time, so its pictures stay in order, and after each picture it goes to the back of the line, so
/// none holds the others up. Safe from many threads.
/// </remarks>
internal sealed class DecodeWorkers : IDecoding
{
    readonly object _gate = new();
    readonly Queue<DecodeQueue> _ready = new();   // each queue at most once
    readonly HashSet<DecodeQueue> _open = [];
    readonly Thread[] _threads;
    bool _stopping;

    /// <summary>Loads FFmpeg and starts the threads.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="frames">Where decoded pictures come from; the caller disposes it after the workers.</param>
    /// <exception cref="MediaStartException">FFmpeg's libraries are missing; the message says what to install.</exception>
    public DecodeWorkers(DecodeOptions options, VideoFramePool frames)
    {
        (Options, Frames) = (options, frames);
        FfmpegNative.Ensure();
        Codecs = [.. Enum.GetValues<VideoCodec>().Where(FfmpegDecoder.Has)];
        _threads = new Thread[options.Workers > 0 ? options.Workers : Environment.ProcessorCount];
        for (var i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Run) { IsBackground = true, Name = $"decode {i}" };
            _threads[i].Start();
        }
    }

    /// <summary>What this FFmpeg can decode.</summary>
    public IReadOnlyList<VideoCodec> Codecs { get; }

    internal DecodeOptions Options { get; }

    internal VideoFramePool Frames { get; }

    /// <summary>Queues open now.</summary>
    public int OpenQueues
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>Opens the queue of one session.</summary>
    /// <param name="codec">What its pictures are coded with; one of <see cref="Codecs"/>.</param>
    /// <param name="sink">Where its decoded pictures go, in order.</param>
    /// <param name="listener">Who hears that a keyframe is needed.</param>
    /// <exception cref="ObjectDisposedException">The workers have stopped.</exception>
    public DecodeQueue Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener)
    {
        var queue = new DecodeQueue(this, codec, sink, listener);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _open.Add(queue);
        }

        return queue;
    }

    IPictureQueue IDecoding.Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener) => Open(codec, sink, listener);

    /// <summary>Stops the threads and frees every decoder; pictures that wait are dropped.</summary>
    public void Dispose()
    {
        DecodeQueue[] left;
        lock (_gate)
        {
            if (_stopping) return;
            _stopping = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads) thread.Join();
        lock (_gate)
        {
            _ready.Clear();
            left = [.. _open];
        }

        foreach (var queue in left) queue.Free();
    }

    /// <summary>Puts a queue in line; false when the workers have stopped.</summary>
    internal bool TrySchedule(DecodeQueue queue)
    {
        lock (_gate)
        {
            if (_stopping) return false;
            _ready.Enqueue(queue);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    internal void Forget(DecodeQueue queue)
    {
        lock (_gate) _open.Remove(queue);
    }

    void Run()
    {
        while (TryNext(out var queue))
        {
            if (queue.Work()) TrySchedule(queue);   // when it says no, Dispose frees the queue
        }
    }

    bool TryNext(out DecodeQueue queue)
    {
        lock (_gate)
        {
            while (!_stopping && _ready.Count == 0) Monitor.Wait(_gate);
            queue = _stopping ? null! : _ready.Dequeue();
            return !_stopping;
        }
    }
}
