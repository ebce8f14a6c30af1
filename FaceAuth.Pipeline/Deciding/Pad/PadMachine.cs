using FaceAuth.Pipeline.Models;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Attack or live, from all pictures of the last seconds together: anti-spoof scores of both crops, and how much more
/// the face changes than the scene around it. One picture of these is no defence. Time, not the number of pictures, says
/// how much there is. Sans-IO; allocates nothing after it is made.
/// </summary>
internal sealed class PadMachine(LiveScoreOptions options, PadFusion fusion)
{
    // More pictures than come in the window at 30 a second; at higher rates the window is shorter.
    const int Capacity = 128;
    const int Changes = 16;   // in the window, 400 ms apart at least

    // A policy may demand pictures over a longer time than the window.
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    readonly (TimeSpan At, float Narrow, float Wide, bool IsBad)[] _scores = new (TimeSpan, float, float, bool)[Capacity];
    readonly (TimeSpan At, float Stir, float Textured)[] _changes = new (TimeSpan, float, float)[Changes];
    readonly TimeSpan _window = options.Window > options.Over + Slack ? options.Window : options.Over + Slack;
    int _first;
    int _firstChange;
    int _changeCount;
    int _bad;
    TimeSpan? _lowSince;

    /// <summary>Pictures that count.</summary>
    public int Count { get; private set; }

    /// <summary>What they say together, 0–1: 0.75 is where the fusion's own threshold lies; null before the first picture.</summary>
    public float? Score { get; private set; }

    /// <summary>Their features; all 0 before the first picture.</summary>
    public PadFeatures Features { get; private set; }

    /// <summary>Whether the face counts as live.</summary>
    public bool IsLive => Count >= options.Needed && Span >= options.Over && LooksLive;

    /// <summary>Whether there is enough to suspect an attack.</summary>
    public bool IsSuspect => Count >= Math.Min(options.Needed, 5) && !LooksLive;

    /// <summary>Share of what is needed, 0–1.</summary>
    public double Progress => LooksLive ? Math.Min(1, (double)Count / options.Needed) : 0;

    /// <summary>Whether the score has been so low for so long that waiting is idle.</summary>
    public bool IsHopeless => Count >= options.Needed && _lowSince is { } since && Latest - since >= options.RejectAfter;

    bool LooksLive => Score >= options.AcceptAt && _bad <= options.MaxBad * Count;

    TimeSpan Span => Count == 0 ? TimeSpan.Zero : Latest - _scores[_first].At;

    TimeSpan Latest => _scores[(_first + Count - 1) % Capacity].At;

    /// <summary>Adds a picture's scores, received at <paramref name="received"/>.</summary>
    public void Add(TimeSpan received, AntiSpoofScores scores)
    {
        if (Count == Capacity) DropOldest();
        _scores[(_first + Count++) % Capacity] = (received, PadFeatures.Odds(scores.Narrow), PadFeatures.Odds(scores.Wide), IsBad(scores));
        if (IsBad(scores)) _bad++;
        Forget(received);
        Judge(received);
    }

    /// <summary>Adds how much face and scene changed up to a picture received at <paramref name="received"/>.</summary>
    public void Add(TimeSpan received, in SceneChange change)
    {
        if (_changeCount == Changes) (_firstChange, _changeCount) = ((_firstChange + 1) % Changes, _changeCount - 1);
        _changes[(_firstChange + _changeCount++) % Changes] = (received, PadFeatures.StirOf(change), PadFeatures.TexturedStirOf(change));
        Forget(received);
        if (Count > 0) Judge(received);
    }

    /// <summary>Whether a picture with these scores is a bad one, whose vote does not count.</summary>
    public bool IsBad(AntiSpoofScores scores) => scores.Live < options.BadBelow;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        (Count, _first, _bad, Score, _lowSince) = (0, 0, 0, null, null);
        (_firstChange, _changeCount, Features) = (0, 0, default);
    }

    void Judge(TimeSpan received)
    {
        Features = Mean();
        Score = fusion.Score(Features);
        _lowSince = Score > options.RejectAt ? null : _lowSince ?? received;
    }

    PadFeatures Mean()
    {
        float narrow = 0, wide = 0, stir = 0, textured = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var score = ref _scores[(_first + i) % Capacity];
            narrow += score.Narrow;
            wide += score.Wide;
        }

        for (var i = 0; i < _changeCount; i++)
        {
            ref readonly var change = ref _changes[(_firstChange + i) % Changes];
            stir += change.Stir;
            textured += change.Textured;
        }

        var changes = Math.Max(1, _changeCount);   // where nothing is known, 0: as still as a photo
        return new(narrow / Count, wide / Count, stir / changes, textured / changes);
    }

    void Forget(TimeSpan now)
    {
        // A camera so slow that the window holds too few pictures is judged by as many as are needed.
        while (Count > options.Needed && now - _scores[_first].At > _window) DropOldest();
        while (_changeCount > 0 && now - _changes[_firstChange].At > _window)
            (_firstChange, _changeCount) = ((_firstChange + 1) % Changes, _changeCount - 1);
    }

    void DropOldest()
    {
        if (_scores[_first].IsBad) _bad--;
        (_first, Count) = ((_first + 1) % Capacity, Count - 1);
    }
}
