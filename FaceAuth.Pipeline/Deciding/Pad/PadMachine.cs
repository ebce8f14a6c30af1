using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Pad;

/// <summary>Attack or live, from all pictures of the last seconds together.</summary>
/// <remarks>
/// Anti-spoof scores of several crops, and how much more the face changes than the scene around it, and whether it moves at all. One
/// picture of these is no defence. Time, not the number of pictures, says how much there is and how much each weighs, so that nobody gains
/// by sending more of the better ones. Sans-IO; allocates nothing after it is made.
/// </remarks>
internal sealed class PadMachine(LiveScoreOptions options, PadFusion fusion)
{
    // More pictures than come in the window: 30 a second while something is missing, 4 afterwards. At higher rates it is shorter.
    const int Capacity = 512;
    const int Changes = 80;   // in the longest window, 400 ms apart at least
    const int FewestSways = 4;

    // Pictures further apart are no time watched; one after such a gap weighs as one of ten a second.
    static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(1);
    static readonly TimeSpan FirstStep = TimeSpan.FromMilliseconds(100);

    readonly Scored[] _scores = new Scored[Capacity];
    readonly Changed[] _changes = new Changed[Changes];
    int _first;
    int _firstChange;
    int _changeCount;
    TimeSpan? _lowSince;
    float _badShare;
    float? _sway;   // null while there are too few

    /// <summary>Pictures that count.</summary>
    public int Count { get; private set; }

    /// <summary>Time over which they lie, without the gaps in which there was none.</summary>
    public TimeSpan Watched { get; private set; }

    /// <summary>What they say together, 0–1: 0.75 is where the fusion's own threshold lies; null before the first picture.</summary>
    public float? Score { get; private set; }

    /// <summary>Their features; all 0 before the first picture.</summary>
    public PadFeatures Features { get; private set; }

    /// <summary>Whether the face counts as live.</summary>
    public bool IsLive => Count >= options.Needed && Watched >= options.Over && LooksLive;

    /// <summary>Whether what there is, however little, speaks for a live face.</summary>
    public bool LooksLive => Score >= options.AcceptAt && _badShare <= options.MaxBad && !IsStill;

    /// <summary>Whether the face has moved as little as a photo on a stand.</summary>
    public bool IsStill => _sway < options.StillBelow;

    /// <summary>Whether there is enough to suspect an attack.</summary>
    public bool IsSuspect => Count >= Math.Min(options.Needed, 5) && !LooksLive;

    /// <summary>Share of what is needed, 0–1; 1 only where the face counts as live.</summary>
    public double Progress =>
        LooksLive ? Math.Min(1, Math.Min((double)Count / options.Needed, options.Over > TimeSpan.Zero ? Watched / options.Over : 1)) : 0;

    /// <summary>Whether the score has been so low for so long that waiting is idle.</summary>
    public bool IsHopeless => Count >= options.Needed && _lowSince is { } since && Latest - since >= options.RejectAfter;

    TimeSpan Latest => _scores[(_first + Count - 1) % Capacity].At;

    /// <summary>Adds a picture's scores, received at <paramref name="received"/>.</summary>
    public void Add(TimeSpan received, AntiSpoofScores scores)
    {
        if (Count == Capacity) DropOldest();
        var watched = Count > 0 && received - Latest <= LongestStep ? received - Latest : TimeSpan.Zero;
        var weight = (float)(watched > TimeSpan.Zero ? watched : FirstStep).TotalSeconds;
        _scores[(_first + Count++) % Capacity] = new(
            received, watched, weight, PadFeatures.Odds(scores.Narrow), PadFeatures.Odds(scores.Wide),
            scores.Close is { } close ? PadFeatures.Odds(close) : 0, IsBad(scores));
        Watched += watched;
        Forget(received);
        Judge(received);
    }

    /// <summary>Adds how the face moved and changed up to a picture received at <paramref name="received"/>.</summary>
    public void Add(TimeSpan received, in FaceChange change)
    {
        if (_changeCount == Changes) (_firstChange, _changeCount) = ((_firstChange + 1) % Changes, _changeCount - 1);
        _changes[(_firstChange + _changeCount++) % Changes] = new(
            received, change.Sway, change.Scene is not null,
            change.Scene is { } scene ? PadFeatures.StirOf(scene) : 0,
            change.Scene is { } textured ? PadFeatures.TexturedStirOf(textured) : 0);
        Forget(received);
        _sway = MedianSway();
        if (Count > 0) Judge(received);
    }

    /// <summary>Whether a picture with these scores is a bad one, whose vote does not count.</summary>
    public bool IsBad(AntiSpoofScores scores) => scores.Live < options.BadBelow;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        (Count, _first, Score, _lowSince, Watched, _badShare) = (0, 0, null, null, TimeSpan.Zero, 0);
        (_firstChange, _changeCount, Features, _sway) = (0, 0, default, null);
    }

    void Judge(TimeSpan received)
    {
        Features = Mean();
        Score = fusion.Score(Features);
        _lowSince = Score > options.RejectAt ? null : _lowSince ?? received;
    }

    PadFeatures Mean()
    {
        float narrow = 0, wide = 0, close = 0, stir = 0, textured = 0, all = 0, bad = 0;
        var compared = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var score = ref _scores[(_first + i) % Capacity];
            narrow += score.Weight * score.Narrow;
            wide += score.Weight * score.Wide;
            close += score.Weight * score.Close;
            all += score.Weight;
            if (score.IsBad) bad += score.Weight;
        }

        for (var i = 0; i < _changeCount; i++)
        {
            ref readonly var change = ref _changes[(_firstChange + i) % Changes];
            stir += change.Stir;
            textured += change.Textured;
            if (change.IsCompared) compared++;
        }

        _badShare = bad / all;
        compared = Math.Max(1, compared);   // where nothing is known, 0: as still as a photo
        return new(narrow / all, wide / all, stir / compared, textured / compared, close / all);
    }

    // the median: one push of the stand does not make a photo move
    float? MedianSway()
    {
        if (_changeCount < FewestSways) return null;
        Span<float> sways = stackalloc float[Changes];
        for (var i = 0; i < _changeCount; i++) sways[i] = _changes[(_firstChange + i) % Changes].Sway;
        sways = sways[.._changeCount];
        sways.Sort();
        return (sways[(_changeCount - 1) / 2] + sways[_changeCount / 2]) / 2;
    }

    void Forget(TimeSpan now)
    {
        // A camera so slow that the window holds too little is judged by as much as is needed.
        while (Count > options.Needed && now - _scores[_first].At > options.Window
            && Watched - _scores[(_first + 1) % Capacity].Watched >= options.Over)
            DropOldest();
        while (_changeCount > 0 && now - _changes[_firstChange].At > options.Window)
            (_firstChange, _changeCount) = ((_firstChange + 1) % Changes, _changeCount - 1);
    }

    void DropOldest()
    {
        (_first, Count) = ((_first + 1) % Capacity, Count - 1);
        Watched -= _scores[_first].Watched;   // from the dropped one to what is now the oldest
    }

    readonly record struct Changed(TimeSpan At, float Sway, bool IsCompared, float Stir, float Textured);

    readonly record struct Scored(TimeSpan At, TimeSpan Watched, float Weight, float Narrow, float Wide, float Close, bool IsBad);
}
