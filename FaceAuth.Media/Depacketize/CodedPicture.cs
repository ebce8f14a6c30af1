namespace FaceAuth.Media.Depacketize;

/// <summary>One whole coded picture in a pooled buffer.</summary>
/// <remarks>It has exactly one owner, who disposes it or passes it on. Not safe from many threads at once.</remarks>
internal sealed class CodedPicture : IDisposable
{
    const int MostLayers = 8;   // VP9's spatial layers

    readonly CodedPicturePool _pool;
    byte[] _buffer = [];
    LayerStarts _layers;
    int _layerCount;

    internal CodedPicture(CodedPicturePool pool) => _pool = pool;

    /// <summary>The coded bytes. Valid until disposed.</summary>
    public ReadOnlySpan<byte> Data => _buffer.AsSpan(0, Length);

    /// <summary>Bytes in <see cref="Data"/>.</summary>
    public int Length { get; private set; }

    /// <summary>RTP timestamp, 90 kHz.</summary>
    public uint RtpTimestamp { get; internal set; }

    /// <summary>Whether it can be decoded without any earlier picture.</summary>
    public bool IsKeyframe { get; internal set; }

    /// <summary>Width in pixels as a keyframe states it; 0 for other pictures.</summary>
    public int Width { get; internal set; }

    /// <summary>Height in pixels as a keyframe states it; 0 for other pictures.</summary>
    public int Height { get; internal set; }

    /// <summary>When the last of its packets to arrive came in.</summary>
    public TimeSpan LastPacketAt { get; internal set; }

    internal bool IsOut { get; set; }

    /// <summary>Where the unit that is being put together has its size; null between units.</summary>
    /// <remarks>For a format whose units begin with it.</remarks>
    internal int? OpenUnit { get; set; }

    /// <summary>Which of H.264's parameter sets are in it: of the sequence, of the picture.</summary>
    internal (bool Sequence, bool Picture) Sets { get; set; }

    /// <summary>Where each of its layers begins, the lowest first; empty for a format that has none.</summary>
    internal ReadOnlySpan<int> Layers => ((ReadOnlySpan<int>)_layers)[.._layerCount];

    /// <summary>Another layer begins here; false when there are too many.</summary>
    internal bool TryBeginLayer()
    {
        if (_layerCount == MostLayers) return false;
        _layers[_layerCount++] = Length;
        return true;
    }

    /// <summary>Writes over bytes that are there.</summary>
    internal void Patch(int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_buffer.AsSpan(at, Length - at));

    /// <summary>Adds bytes at the end; false when the pool's size limit would be passed.</summary>
    internal bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        var needed = Length + bytes.Length;
        if (needed > _pool.MaxBytes) return false;
        if (needed > _buffer.Length)
        {
            var room = System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(needed, 4096));
            var larger = GC.AllocateUninitializedArray<byte>((int)room);
            Data.CopyTo(larger);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(Length));
        Length = needed;
        return true;
    }

    internal void Reset()
    {
        (Length, RtpTimestamp, IsKeyframe, Width, Height, LastPacketAt) = (0, 0, false, 0, 0, TimeSpan.Zero);
        (OpenUnit, Sets, _layerCount) = (null, default, 0);
    }

    /// <summary>Gives the buffer back; a second call does nothing.</summary>
    public void Dispose() => _pool.Return(this);

    [System.Runtime.CompilerServices.InlineArray(MostLayers)]
    struct LayerStarts
    {
        int _first;
    }
}
