using FaceAuth.Frames;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Decode;

/// <summary>The coded pictures of one session on their way to the decoder, in order.</summary>
/// <remarks>
/// Bounded; when full it drops to the next keyframe, and so it does after a picture that could not be decoded. Made by
/// <see cref="DecodeWorkers.Open"/>. Safe from many threads.
/// </remarks>
internal sealed class DecodeQueue : IPictureQueue
{
    readonly DecodeWorkers _workers;
    readonly IFrameSink _sink;
    readonly IDecodeListener _listener;
    readonly VideoCodec _codec;
    readonly Lock _gate = new();
    readonly Queue<CodedPicture> _pictures;
    FfmpegDecoder? _decoder;   // touched only by the worker that has taken this queue, or when no worker ever will again
    long _decoded;
    long _dropped;
    bool _needsKeyframe = true;
    bool _scheduled;           // waits for a worker, or one is at it
    bool _closed;

    internal DecodeQueue(DecodeWorkers workers, VideoCodec codec, IFrameSink sink, IDecodeListener listener)
    {
        (_workers, _codec, _sink, _listener) = (workers, codec, sink, listener);
        _pictures = new Queue<CodedPicture>(workers.Options.QueuePictures);
    }

    /// <summary>Pictures decoded.</summary>
    public long FramesDecoded => Interlocked.Read(ref _decoded);

    /// <summary>Pictures dropped: queue full, waiting for a keyframe, corrupt, too large, or no frame to decode into.</summary>
    public long FramesDropped => Interlocked.Read(ref _dropped);

    /// <summary>Pictures waiting now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _pictures.Count;
        }
    }

    /// <summary>Takes a picture and its ownership; never blocks.</summary>
    public void Enqueue(CodedPicture picture)
    {
        var (keyframeLost, schedule) = (false, false);
        lock (_gate)
        {
            if (_closed || (_needsKeyframe && !picture.IsKeyframe))
            {
                Drop(picture);
                return;
            }

            if (_pictures.Count >= _workers.Options.QueuePictures)
            {
                DropToKeyframe(skipFirst: true);
                keyframeLost = _needsKeyframe = _pictures.Count == 0 && !picture.IsKeyframe;
            }

            if (_needsKeyframe && !picture.IsKeyframe)
            {
                Drop(picture);
            }
            else
            {
                _needsKeyframe = false;
                _pictures.Enqueue(picture);
                schedule = !_scheduled;
                _scheduled = true;
            }
        }

        if (keyframeLost) _listener.OnKeyframeNeeded(isRefused: false);
        if (schedule) Schedule();
    }

    /// <summary>Drops what waits; the decoder is freed on a worker.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed) return;
            Close();
            if (_scheduled) return;   // its worker sees to the rest
            _scheduled = true;
        }

        Schedule();
    }

    /// <summary>Decodes one picture, on a worker; true when more wait.</summary>
    internal bool Work()
    {
        CodedPicture? picture;
        lock (_gate) _pictures.TryDequeue(out picture);
        if (picture is not null)
        {
            try
            {
                Decode(picture);
            }
            catch (Exception failure)
            {
                // The sink or the decoder broke its contract: that ends this session, not the worker.
                lock (_gate) Close();
                _listener.OnFailed(failure);
            }
            finally
            {
                picture.Dispose();
            }
        }

        lock (_gate)
        {
            if (!_closed)
            {
                _scheduled = _pictures.Count > 0;
                return _scheduled;
            }

            // Stays marked as scheduled for ever: nobody is to come back.
        }

        Free();
        return false;
    }

    /// <summary>Closes and frees everything when no worker can.</summary>
    internal void Free()
    {
        lock (_gate) Close();
        Interlocked.Exchange(ref _decoder, null)?.Dispose();
        _workers.Forget(this);
    }

    void Decode(CodedPicture picture)
    {
        _decoder ??= new FfmpegDecoder(_codec, _workers.Options.MaxSide);
        var outcome = _decoder.Decode(picture.Data, _workers.Frames, out var frame);
        if (outcome == DecodeOutcome.Decoded)
        {
            (frame!.RtpTimestamp, frame.ReceivedAt) = (picture.RtpTimestamp, picture.LastPacketAt);
            _sink.Offer(frame);
            if (Interlocked.Increment(ref _decoded) == 1) _listener.OnFirstPicture();
            return;
        }

        if (outcome == DecodeOutcome.NotShown) return;
        Interlocked.Increment(ref _dropped);
        if (outcome == DecodeOutcome.NoFrame) return;   // the decoder itself is in order
        bool keyframeLost;
        lock (_gate)
        {
            DropToKeyframe(skipFirst: false);
            keyframeLost = _needsKeyframe = _pictures.Count == 0;
        }

        if (keyframeLost) _listener.OnKeyframeNeeded(isRefused: true);
    }

    void Schedule()
    {
        if (!_workers.TrySchedule(this)) Free();
    }

    /// <summary>Drops from the front until a keyframe stands there.</summary>
    void DropToKeyframe(bool skipFirst)
    {
        if (skipFirst && _pictures.TryDequeue(out var first)) Drop(first);
        while (_pictures.TryPeek(out var next) && !next.IsKeyframe) Drop(_pictures.Dequeue());
    }

    void Close()
    {
        _closed = true;
        while (_pictures.TryDequeue(out var picture)) Drop(picture);
    }

    void Drop(CodedPicture picture)
    {
        picture.Dispose();
        Interlocked.Increment(ref _dropped);
    }
}
