namespace FaceAuth.Media.Sctp;

/// <summary>What round trips and acknowledgements say of the path.</summary>
/// <remarks>
/// How long it takes when empty, whether a queue stands in it now, and how much it has been seen to carry in a round trip. By that the
/// window tells a congested path from one that merely loses packets (as TCP Westwood, https://doi.org/10.1145/381677.381704, and Veno,
/// https://doi.org/10.1109/JSAC.2002.807336, do).
/// </remarks>
internal sealed class PathModel
{
    const int Samples = 8;    // round trips of which the least says whether there is a queue: jitter alone does not raise it
    const int Rounds = 10;    // round trips of which the best counts as proven, as in BBR (draft-ietf-ccwg-bbr §5.5.5)
    const double Unlike = 3;               // a queue delays all alike, jitter does not: a short one is believed where they differ little
    const double MostHaste = 1.5;          // how much longer than the round trip just measured the mean one may be
    const int MaxDelivered = 1 << 28;      // bytes; a peer that takes back and repeats what it reported counts up without end
    static readonly TimeSpan BaseLife = TimeSpan.FromSeconds(10);        // same draft, §5.5.8 (MinRTTFilterLen)
    static readonly TimeSpan LeastQueue = TimeSpan.FromMilliseconds(3);  // what a busy receiver or radio adds without a queue
    static readonly TimeSpan MostQueue = TimeSpan.FromMilliseconds(25);

    readonly TimeSpan[] _samples = new TimeSpan[Samples];
    readonly int[] _delivered = new int[Rounds];
    TimeSpan _baseNow = TimeSpan.MaxValue, _baseBefore = TimeSpan.MaxValue, _baseUntil;
    TimeSpan _roundBegan;
    int _known, _next, _round, _deliveredNow;
    long _roundEnd;

    /// <summary>The least round trip of the last 10 to 20 s; <see cref="TimeSpan.MaxValue"/> before the first.</summary>
    public TimeSpan BaseRoundTrip => _baseNow < _baseBefore ? _baseNow : _baseBefore;

    /// <summary>Whether packets wait in a queue on the way: the round trips of late were all longer than an empty path's.</summary>
    public bool HasQueue { get; private set; }

    /// <summary>Whether a loss now is more likely a full queue than a bad radio.</summary>
    /// <remarks>A shorter queue is enough, where round trips differ little.</remarks>
    public bool MayHaveQueue { get; private set; }

    /// <summary>The most bytes that arrived within a round trip of an empty path, of the last ten round trips.</summary>
    public int ProvenBytes { get; private set; }

    /// <summary>A round trip was measured on a chunk sent once.</summary>
    public void HandleSample(TimeSpan roundTrip, TimeSpan now)
    {
        if (now >= _baseUntil)
        {
            (_baseBefore, _baseNow) = (_baseNow, roundTrip);
            _baseUntil = now + BaseLife;
        }

        if (roundTrip < _baseNow) _baseNow = roundTrip;
        _samples[_next] = roundTrip;
        _next = (_next + 1) % Samples;
        _known = Math.Max(_known, _next == 0 ? Samples : _next);

        var queue = Least() - BaseRoundTrip;
        var certain = Clamp(BaseRoundTrip / 4);
        HasQueue = queue > certain;
        MayHaveQueue = HasQueue || (queue > Clamp(certain / 3) && queue > (Mean() - Least()) * Unlike);
    }

    /// <summary>Something arrived.</summary>
    /// <param name="bytes">Bytes newly acknowledged.</param>
    /// <param name="newest">The latest sending acknowledged.</param>
    /// <param name="last">The latest sending.</param>
    /// <param name="now">The time.</param>
    public void HandleDelivered(int bytes, long newest, long last, TimeSpan now)
    {
        _deliveredNow = Math.Min(_deliveredNow + bytes, MaxDelivered);
        if (newest <= _roundEnd) return;   // a round trip ends when something is answered that was sent after it began

        // What stood in a queue was not carried within an empty path's round trip. Without one, the first answer to end the
        // round trip came sooner than most do.
        var share = HasQueue ? BaseRoundTrip / Least() : Math.Clamp(Mean() / (now - _roundBegan), 1, MostHaste);
        _delivered[_round] = (int)(_deliveredNow * share);
        _round = (_round + 1) % Rounds;
        _roundBegan = now;
        (_deliveredNow, _roundEnd) = (0, last);
        var best = 0;
        foreach (var bytesOfRound in _delivered) best = Math.Max(best, bytesOfRound);
        ProvenBytes = best;
    }

    static TimeSpan Clamp(TimeSpan queue) => queue < LeastQueue ? LeastQueue : queue > MostQueue ? MostQueue : queue;

    TimeSpan Mean()
    {
        if (_known == 0) return TimeSpan.Zero;
        var sum = TimeSpan.Zero;
        foreach (var sample in _samples.AsSpan(0, _known)) sum += sample;
        return sum / _known;
    }

    TimeSpan Least()
    {
        var least = TimeSpan.MaxValue;
        foreach (var sample in _samples.AsSpan(0, _known))
            if (sample < least) least = sample;
        return least;
    }
}
