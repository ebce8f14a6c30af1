using System.Runtime.CompilerServices;

namespace FaceAuth.Media.Crypto;

/// <summary>Which of the last indexes were seen, so that a repeated packet is refused (RFC 3711 §3.3.2, RFC 6347 §4.1.2.6).</summary>
/// <remarks>
/// A ring of words in the manner of RFC 6479: moving ahead clears whole words and shifts nothing. Ask <see cref="IsNew"/> first,
/// authenticate the packet, then call <see cref="Mark"/>: a forged packet must not move the window.
/// </remarks>
internal struct ReplayWindow
{
    const int WordCount = 16;
    const int WordBits = 64;

    /// <summary>How far behind the highest index a packet may come, in packets.</summary>
    /// <remarks>One word less than the ring, since the newest word is partly unused.</remarks>
    public const int Size = (WordCount - 1) * WordBits;

    Words _words;
    ulong _highest;
    bool _started;

    /// <summary>The highest index marked so far; 0 before the first.</summary>
    public readonly ulong Highest => _highest;

    /// <summary>Whether anything was marked yet.</summary>
    public readonly bool HasStarted => _started;

    /// <summary>Whether <paramref name="index"/> is not older than the window and was not marked before.</summary>
    public readonly bool IsNew(ulong index)
    {
        if (!_started || index > _highest) return true;
        if (_highest - index >= Size) return false;
        return (_words[WordOf(index)] & BitOf(index)) == 0;
    }

    /// <summary>Whether <paramref name="index"/> has fallen out of the window.</summary>
    public readonly bool IsTooOld(ulong index) => _started && index < _highest && _highest - index >= Size;

    /// <summary>Notes that <paramref name="index"/> was seen; one that is too old is ignored.</summary>
    public void Mark(ulong index)
    {
        if (!_started)
        {
            _started = true;
            _highest = index;
        }
        else if (index > _highest)
        {
            var newest = _highest / WordBits;
            var words = Math.Min(index / WordBits - newest, WordCount);
            for (ulong i = 1; i <= words; i++) _words[(int)((newest + i) % WordCount)] = 0;
            _highest = index;
        }
        else if (IsTooOld(index))
        {
            return;
        }

        _words[WordOf(index)] |= BitOf(index);
    }

    static int WordOf(ulong index) => (int)(index / WordBits % WordCount);

    static ulong BitOf(ulong index) => 1UL << (int)(index % WordBits);

    [InlineArray(WordCount)]
    struct Words
    {
        ulong _first;
    }
}
