namespace FaceAuth.Media.Rtp;

/// <summary>Holds what comes from another source than the one that is followed, until it is known whether the stream goes on with it.</summary>
/// <remarks>
/// A sender that starts again takes another SSRC (RFC 3550 §8.2). The stream goes on with it where the followed one said goodbye, or has been silent for some pictures' time while the other began with a keyframe, or for
/// long whatever the other sends. Two that send side by side are no change: the first stays. Bounded in packets, each of which holds one
/// buffer of the shared pool. Does no IO.
/// </remarks>
/// <param name="packets">Where packets wait.</param>
internal sealed class NextSource(PacketPool packets) : IDisposable
{
    /// <summary>Packets held; more drop all that are.</summary>
    public const int MostPackets = 64;

    /// <summary>For how long the followed source has to be silent where the other begins with a keyframe.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    /// <summary>For how long it has to be silent where not; the other is then asked for one.</summary>
    public static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(1);

    // what comes sooner was sent side by side
    static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);

    readonly List<(byte[] Buffer, int Length, TimeSpan At)> _held = [];
    uint _ssrc;
    bool _hasKeyframe;

    /// <summary>Packets held now.</summary>
    public int Count => _held.Count;

    /// <summary>Packets of other sources that were of no use.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes a copy of a packet of another source.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="ssrc">Its source.</param>
    /// <param name="isKeyframe">Whether it begins a keyframe, or brings what one needs.</param>
    /// <param name="now">When it came.</param>
    /// <param name="silentFor">For how long the followed source has sent nothing.</param>
    /// <param name="hasEnded">Whether that one said goodbye.</param>
    /// <returns>Whether the stream goes on with this source, and the packets held are its first.</returns>
    public bool Hold(ReadOnlySpan<byte> packet, uint ssrc, bool isKeyframe, TimeSpan now, TimeSpan silentFor, bool hasEnded)
    {
        if (_held.Count > 0 && ssrc != _ssrc) Drop();
        if ((!hasEnded && silentFor < Apart) || packet.Length > PacketPool.BufferBytes || !packets.TryRent(out var buffer))
        {
            Dropped++;
            return false;
        }

        packet.CopyTo(buffer);
        if (_held.Count == MostPackets) Drop();
        _ssrc = ssrc;
        _hasKeyframe |= isKeyframe;
        _held.Add((buffer, packet.Length, now));
        if (hasEnded) return true;
        return _held.Count > 1 && silentFor >= (_hasKeyframe ? Silence : LongSilence);
    }

    /// <summary>Gives up what is held: the followed source goes on.</summary>
    public void Drop()
    {
        Dropped += _held.Count;
        Clear();
    }

    /// <summary>The packet at a place, in the order in which they came; valid until cleared.</summary>
    public ReadOnlySpan<byte> this[int index] => _held[index].Buffer.AsSpan(0, _held[index].Length);

    /// <summary>When the packet at a place came.</summary>
    public TimeSpan CameAt(int index) => _held[index].At;

    /// <summary>Gives every buffer back: the packets have been used.</summary>
    public void Clear()
    {
        foreach (var (buffer, _, _) in _held) packets.Return(buffer);
        _held.Clear();
        _hasKeyframe = false;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
