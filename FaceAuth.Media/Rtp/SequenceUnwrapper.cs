namespace FaceAuth.Media.Rtp;

/// <summary>Turns 16-bit sequence numbers into 64-bit ones that never wrap.</summary>
/// <remarks>
/// A far jump is believed only when the packet after it follows on (RFC 3550 appendix A.1,
/// https://www.rfc-editor.org/rfc/rfc3550#appendix-A.1); the numbers then go on upwards.
/// </remarks>
internal struct SequenceUnwrapper
{
    const int MaxDropout = 3000;    // A.1's own figures: a minute of audio, ten seconds of video
    const int MaxMisorder = 1000;

    long _highest;
    int _suspect = -1;
    bool _started;

    /// <summary>A fresh unwrapper.</summary>
    public SequenceUnwrapper()
    {
    }

    /// <summary>The highest number so far; 0 before the first.</summary>
    public readonly long Highest => _highest;

    /// <summary>The number closest to the highest one that <paramref name="sequence"/> can stand for; changes nothing.</summary>
    public readonly long Nearest(ushort sequence) => _highest + (short)(sequence - (ushort)_highest);

    /// <summary>Unwraps; false when the number is too far away to be believed yet.</summary>
    public bool TryUnwrap(ushort sequence, out long extended)
    {
        if (!_started)
        {
            _started = true;
            _highest = extended = 0x1_0000 + sequence;   // room below for packets that overtook each other
            return true;
        }

        int delta = (short)(sequence - (ushort)_highest);
        if (delta is > MaxDropout or < -MaxMisorder)
        {
            var follows = sequence == _suspect;
            _suspect = (ushort)(sequence + 1);
            extended = 0;
            if (!follows) return false;
            delta = (ushort)(sequence - (ushort)_highest);
        }

        _suspect = -1;
        extended = _highest + delta;
        _highest = Math.Max(_highest, extended);
        return true;
    }
}
