using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaceAuth.Frames;

/// <summary>Lends <see cref="VideoFrame"/>s from native memory, 64-byte aligned rows.</summary>
/// <remarks>
/// Bounded: at most <paramref name="limit"/> frames are out at once, then <see cref="TryRent"/> says no and counts it. Safe from many
/// threads. Debug builds remember who holds what, so that a leak names its owner.
/// </remarks>
/// <param name="limit">Frames out at once, 1–65 536.</param>
/// <param name="kept">Free frames kept for reuse, 0–65 536; more are given back to the system.</param>
public sealed unsafe class VideoFramePool(int limit, int kept) : IDisposable
{
    readonly Lock _gate = new();
    readonly Stack<VideoFrame> _free = new(kept);
    int _out;
    long _refused;
    bool _disposed;
#if DEBUG
    readonly HashSet<VideoFrame> _held = [];
#endif

    /// <summary>Frames that are out now.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>How often <see cref="TryRent"/> said no because the limit was reached.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Rents a frame with undefined content; false when the limit is reached or the pool is closed.</summary>
    /// <param name="width">Pixels, 2–4096.</param>
    /// <param name="height">Pixels, 2–4096.</param>
    /// <param name="frame">The caller's, who disposes it or passes it on; not set when this is false.</param>
    /// <param name="owner">Who rents it, for <see cref="Leaks"/>; the calling method unless said otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is below 2 or above 4096.</exception>
    public bool TryRent(int width, int height, out VideoFrame frame, [CallerMemberName] string owner = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 4096);
        var bytes = VideoFrame.BytesFor(width, height);
        VideoFrame? reused = null;
        lock (_gate)
        {
            if (_disposed || _out >= limit)
            {
                _refused++;
                frame = null!;
                return false;
            }

            _out++;
            _free.TryPop(out reused);
        }

        if (reused is not null && reused.Capacity < bytes)
        {
            reused.Free();
            reused = null;
        }

        frame = reused ?? new VideoFrame(this, (byte*)NativeMemory.AlignedAlloc(bytes, 64), bytes);
        frame.Shape(width, height);
        frame.IsOut = true;
        frame.Owner = owner;
#if DEBUG
        lock (_gate) _held.Add(frame);
#endif
        return true;
    }

    /// <summary>One line for each frame still out: its size and, in debug builds, who rented it.</summary>
    public IReadOnlyList<string> Leaks()
    {
#if DEBUG
        lock (_gate) return [.. _held.Select(frame => $"{frame.Width}×{frame.Height} rented by {frame.Owner}")];
#else
        return Out == 0 ? [] : [$"{Out} frames (a debug build names who rented them)"];
#endif
    }

    /// <summary>Frees what is kept; frames still out are freed as they come back.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_free.TryPop(out var frame)) frame.Free();
        }
    }

    internal void Return(VideoFrame frame)
    {
        lock (_gate)
        {
            if (!frame.IsOut) return;
            frame.IsOut = false;
            _out--;
#if DEBUG
            _held.Remove(frame);
#endif
            if (!_disposed && _free.Count < kept)
            {
                _free.Push(frame);
                return;
            }
        }

        frame.Free();
    }
}
