namespace FaceAuth.Pipeline.Inference;

/// <summary>Whose turn it is on the GPU where runs are recorded as CUDA graphs.</summary>
/// <remarks>
/// Recorded runs of one session follow one another, since its recordings share the memory between operations. While one is recorded nothing
/// else of the process works there, since CUDA refuses what allocates or copies meanwhile. One a session; safe from many threads.
/// </remarks>
internal sealed class GraphRecorder
{
    static readonly ReaderWriterLockSlim Quiet = new(LockRecursionPolicy.NoRecursion);
    static long _lastThread;

    [ThreadStatic] static long _thread;

    readonly Lock _running = new();

    // unlike the thread's own number it is never given to another thread
    static long ThisThread => _thread != 0 ? _thread : _thread = Interlocked.Increment(ref _lastThread);

    /// <summary>Waits for this session's turn to run.</summary>
    /// <param name="recordedOn">The threads that have recorded what shall run; the caller's, touched during turns only.</param>
    public Turn Enter(HashSet<long> recordedOn)
    {
        _running.Enter();
        var records = !recordedOn.Contains(ThisThread);
        if (records) Quiet.EnterWriteLock();
        else Quiet.EnterReadLock();
        return new(_running, isHeld: true, records ? recordedOn : null);
    }

    /// <summary>Waits until nothing is recorded, and keeps it so until the turn ends: for whatever else reaches the GPU.</summary>
    public static Turn EnterBeside()
    {
        Quiet.EnterReadLock();
        return new(null, isHeld: true, null);
    }

    /// <summary>A turn, or by default none; dispose it on the same thread.</summary>
    internal readonly ref struct Turn(Lock? running, bool isHeld, HashSet<long>? recordedOn)
    {
        /// <summary>The run went well, so what it recorded can be played from now on.</summary>
        public void Complete() => recordedOn?.Add(ThisThread);

        /// <summary>Ends the turn.</summary>
        public void Dispose()
        {
            if (!isHeld) return;
            if (recordedOn is not null) Quiet.ExitWriteLock();
            else Quiet.ExitReadLock();
            running?.Exit();
        }
    }
}
