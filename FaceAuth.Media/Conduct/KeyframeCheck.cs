using FaceAuth.Media.Contracts;

namespace FaceAuth.Media.Conduct;

/// <summary>Asks for a keyframe at moments that nobody can foresee, and looks whether one comes: a recording has none to give.</summary>
/// <remarks>
/// Does no IO and reads no clock. Raised only where pictures kept coming whole and no request was answered for long. A recording of
/// another session has the keyframes that were asked for there: so two answers are wanted, and none that nobody asked for.
/// </remarks>
internal sealed class KeyframeCheck(Random random)
{
    static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(700);    // the first keyframe is through, the rate has grown
    static readonly TimeSpan FirstSpread = TimeSpan.FromMilliseconds(1300);
    static readonly TimeSpan Again = TimeSpan.FromMilliseconds(400);
    static readonly TimeSpan AgainSpread = TimeSpan.FromMilliseconds(1200);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Spread = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(350);     // beyond the round trip: an encoder needs a picture or two
    static readonly TimeSpan TooLate = TimeSpan.FromSeconds(2);
    const int Enough = 20;             // pictures that came in spite of the request
    const int EnoughRequests = 3;
    const int Answers = 2;             // wanted
    const int HurriedProbes = 3;       // then a link that answers late has been asked often enough

    TimeSpan _askAt = TimeSpan.MaxValue;
    TimeSpan? _askedAt;
    int _requests, _pictures, _answers, _probes;
    bool _isHabit;                     // one came that nobody asked for: then one in time is no answer
    long _lostBefore;
    (int Width, int Height) _size;
    bool _hasBegun;

    /// <summary>When to look at <see cref="WantsKeyframe"/> next.</summary>
    public TimeSpan Deadline => _askAt;

    /// <summary>Whether one was asked for and has not come.</summary>
    public bool IsWaiting => _askedAt is not null;

    /// <summary>What it says.</summary>
    public PeerSign Signal { get; private set; }

    /// <summary>How late the last answer was, from the request's leaving; null before one.</summary>
    public TimeSpan? Delay { get; private set; }

    /// <summary>Whether to ask now; says so once.</summary>
    public bool WantsKeyframe(TimeSpan now)
    {
        if (now < _askAt) return false;
        _askAt = TimeSpan.MaxValue;
        _probes++;
        return true;
    }

    /// <summary>A request has left, this one's or for a picture that could not be decoded.</summary>
    /// <param name="now">When.</param>
    /// <param name="lost">Packets lost so far.</param>
    public void HandleRequest(TimeSpan now, long lost)
    {
        if (_askedAt is null) (_askedAt, _requests, _pictures, _lostBefore) = (now, 0, 0, lost);
        _requests++;
        _askAt = TimeSpan.MaxValue;
    }

    /// <summary>Another source goes on with the stream: it begins with a keyframe, as the first did.</summary>
    public void HandleSourceChange() => (_hasBegun, _askedAt) = (false, null);

    /// <summary>A whole picture came.</summary>
    /// <param name="isKeyframe">Whether it stands by itself.</param>
    /// <param name="size">Its size, where it says so.</param>
    /// <param name="now">When.</param>
    /// <param name="roundTrip">From here to there and back.</param>
    /// <param name="lost">Packets lost so far.</param>
    /// <returns>Whether nothing is waited for any more.</returns>
    public bool HandlePicture(bool isKeyframe, (int Width, int Height) size, TimeSpan now, TimeSpan roundTrip, long lost)
    {
        if (isKeyframe) return HandleKeyframe(size, now, roundTrip, lost);
        if (_askedAt is not { } asked) return false;
        _pictures++;
        if (now - asked < TooLate + roundTrip) return false;
        if (lost == _lostBefore && _pictures >= Enough && _requests >= EnoughRequests) Signal = PeerSign.Raised;
        _askedAt = null;
        return true;
    }

    bool HandleKeyframe((int Width, int Height) size, TimeSpan now, TimeSpan roundTrip, long lost)
    {
        var isFirst = !_hasBegun;
        var isSlow = false;   // a keyframe is large: a link that loses or delays it has no room for more
        _hasBegun = true;
        // another size brings one by itself
        _isHabit |= !isFirst && _askedAt is null && size == _size;
        _size = size;
        if (_askedAt is { } asked)
        {
            Delay = now - asked;
            isSlow = lost > _lostBefore || Delay > Prompt + roundTrip;
            if (Delay <= Prompt + roundTrip && !isFirst) _answers++;
            if (_answers == Answers && !_isHabit && Signal == PeerSign.Unknown) Signal = PeerSign.Clear;
        }

        _askedAt = null;
        var isHurried = _answers < Answers && _probes < HurriedProbes && !isSlow;
        var (pause, spread) = isFirst ? (Soonest, FirstSpread) : isHurried ? (Again, AgainSpread) : (isSlow ? 2 * Pause : Pause, Spread);
        _askAt = now + pause + spread * random.NextDouble();
        return true;
    }
}
