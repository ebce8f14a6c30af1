using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Puts challenges that nobody can know beforehand, one at a time, and says which movements answer them. Sans-IO; the
/// randomness is passed in.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="random">Draws the challenges; unpredictable to the person in front of the camera.</param>
internal sealed class ChallengeMachine(ChallengeOptions options, Random random)
{
    static readonly ChallengeKind[] Kinds = [ChallengeKind.Blink, ChallengeKind.TurnLeft, ChallengeKind.TurnRight];

    ChallengeKind? _drawn;
    TimeSpan? _readySince;
    TimeSpan _putAt;
    int _misses;

    // a turn in course, in degrees from where the head was when the challenge was put
    float _straight;
    float _goodYaw;
    FrameTime? _lastStraight;
    int _turned;
    int _wrong;
    bool _hasTurned;

    /// <summary>The challenge that waits for its answer.</summary>
    public ChallengeKind? Current { get; private set; }

    /// <summary>Whether too many were missed.</summary>
    public bool HasFailed => _misses > options.Misses;

    /// <summary>When the current challenge lapses; <see cref="TimeSpan.MaxValue"/> without one.</summary>
    public TimeSpan Deadline => Current is null ? TimeSpan.MaxValue : _putAt + options.AnswerWithin;

    /// <summary>Puts the next challenge when it is time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ready">Whether a good picture of a known face is there and another sign of life is needed.</param>
    public AuthEvent.Challenge? Poll(TimeSpan now, bool ready)
    {
        if (now >= Deadline) Miss();
        if (Current is not null || HasFailed) return null;
        _readySince = ready ? _readySince ?? now : null;
        if (!ready || now - _readySince < options.Pause) return null;
        Current = _drawn = Draw();
        _putAt = now;
        (_straight, _lastStraight, _turned, _wrong, _hasTurned) = (_goodYaw, null, 0, 0, false);
        return new AuthEvent.Challenge(Current.Value, 1, options.AnswerWithin);
    }

    /// <summary>A blink was seen; true when it answers the challenge.</summary>
    public bool TryAnswer(in LifeSign blink)
    {
        if (Current != ChallengeKind.Blink || IsEarly(blink.Start)) return false;
        Answered();
        return true;
    }

    /// <summary>
    /// The head points to <paramref name="yaw"/> degrees, positive to the person's left; true when that ends an answer. A
    /// turn to the other side, or while a blink is asked for, misses the challenge: a recording would do that.
    /// </summary>
    /// <param name="at">When.</param>
    /// <param name="yaw">Turn in degrees.</param>
    /// <param name="isGood">Whether the picture passed every gate.</param>
    /// <param name="answer">The turn, there and back.</param>
    public bool TryAnswer(FrameTime at, float yaw, bool isGood, out LifeSign answer)
    {
        answer = default;
        if (isGood) _goodYaw = yaw;
        if (Current is not { } asked) return false;
        var turn = asked == ChallengeKind.TurnRight ? _straight - yaw : yaw - _straight;
        if (MathF.Abs(turn) <= options.BackAt) return HandleStraight(at, out answer);
        var isRight = turn >= options.TurnAt && asked != ChallengeKind.Blink;
        _turned = isRight ? _turned + 1 : 0;
        _wrong = !isRight && MathF.Abs(turn) >= options.TurnAt ? _wrong + 1 : 0;
        _hasTurned |= _turned >= options.TurnPictures;
        if (_wrong >= options.TurnPictures) Miss();
        return false;
    }

    /// <summary>The face was lost: a challenge that waited counts as missed, or one could walk away from it and ask for another.</summary>
    public void Abandon()
    {
        if (Current is not null) Miss();
        _readySince = null;
    }

    bool HandleStraight(FrameTime at, out LifeSign answer)
    {
        answer = default;
        var start = _lastStraight;
        var hasTurned = _hasTurned;
        _lastStraight = at;
        (_turned, _wrong, _hasTurned) = (0, 0, false);
        if (!hasTurned || start is not { } from || IsEarly(from)) return false;
        answer = new LifeSign(from, at);
        Answered();
        return true;
    }

    bool IsEarly(FrameTime start) => start.Received - _putAt < options.Reaction;

    void Answered() => (Current, _readySince) = (null, null);

    void Miss()
    {
        _misses++;
        Answered();
    }

    // never the same twice in a row: the second would ask for no new movement
    ChallengeKind Draw()
    {
        if (_drawn is null) return Kinds[random.Next(Kinds.Length)];
        var other = random.Next(Kinds.Length - 1);
        var kind = Kinds[other];
        return kind >= _drawn ? Kinds[other + 1] : kind;
    }
}
