namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Anti-spoof scores over time: the trimmed mean of the last pictures, and how many of them were bad. One picture of
/// these models is no defence. Sans-IO.
/// </summary>
internal sealed class LiveScoreMachine(LiveScoreOptions options)
{
    const int Capacity = 64;

    readonly (TimeSpan At, float Live)[] _scores = new (TimeSpan, float)[Capacity];
    int _next;
    int _bad;
    TimeSpan? _lowSince;

    /// <summary>Pictures in the mean.</summary>
    public int Count { get; private set; }

    /// <summary>Trimmed mean, 0–1; null before the first picture.</summary>
    public float? Score { get; private set; }

    /// <summary>Whether the face counts as live.</summary>
    public bool IsLive => Count >= options.Needed && Span >= options.Over && LooksLive;

    /// <summary>Whether there is enough to suspect an attack.</summary>
    public bool IsSuspect => Count >= Math.Min(options.Needed, 5) && !LooksLive;

    /// <summary>Share of what is needed, 0–1.</summary>
    public double Progress => LooksLive ? Math.Min(1, (double)Count / options.Needed) : 0;

    bool LooksLive => Score >= options.AcceptAt && _bad <= options.MaxBad * Count;

    TimeSpan Span => Count == 0 ? TimeSpan.Zero : Latest - _scores[Count < Capacity ? 0 : _next].At;

    TimeSpan Latest => _scores[(_next + Capacity - 1) % Capacity].At;

    /// <summary>Adds a picture's score, 0–1, received at <paramref name="received"/>.</summary>
    public void Add(TimeSpan received, float live)
    {
        if (Count < Capacity) Count++;
        else if (IsBad(_scores[_next].Live)) _bad--;
        if (IsBad(live)) _bad++;
        _scores[_next] = (received, live);
        _next = (_next + 1) % Capacity;
        Score = TrimmedMean();
        _lowSince = Score > options.RejectAt ? null : _lowSince ?? received;
    }

    /// <summary>Whether a picture with this score is a bad one, whose vote does not count.</summary>
    public bool IsBad(float live) => live < options.BadBelow;

    /// <summary>Whether the scores have been so low for so long that waiting is idle.</summary>
    public bool IsHopeless =>
        Count >= options.Needed && _lowSince is { } since && Latest - since >= options.RejectAfter;

    /// <summary>Forgets everything.</summary>
    public void Reset() => (Count, _next, _bad, Score, _lowSince) = (0, 0, 0, null, null);

    float TrimmedMean()
    {
        Span<float> sorted = stackalloc float[Count];
        for (var i = 0; i < Count; i++) sorted[i] = _scores[i].Live;
        sorted.Sort();
        var cut = (int)(Count * options.Trim);
        var sum = 0f;
        foreach (var live in sorted[cut..^cut]) sum += live;
        return sum / (Count - 2 * cut);
    }
}
