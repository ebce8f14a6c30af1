using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life.Paths;
using FaceAuth.Pipeline.Deciding.Life.Pursuit;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Puts challenges that nobody can know beforehand, one at a time, to a calm face, and says which movements answer them.</summary>
/// <remarks>
/// What was not asked for, what began before anybody could react, what came too late, and what somebody else did misses the challenge: a
/// screen could show the person, and for a moment another one who does as asked. Sans-IO; the randomness is passed in.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="policy">How many may be missed.</param>
/// <param name="deck">What can be asked for.</param>
/// <param name="pursuit">How a mark is followed in the place of what the deck has; null where the deck is asked.</param>
/// <param name="random">Draws times; unpredictable to the person in front of the camera.</param>
internal sealed class ChallengeMachine(
    ChallengeOptions options, LivenessPolicy policy, ChallengeDeck deck, PursuitOptions? pursuit, Random random)
{
    // after the end of a mark's way, for the picture that it is judged by
    static readonly TimeSpan JudgedWithin = TimeSpan.FromSeconds(1);

    readonly CalmMachine _calm = new(options);
    readonly MovementMachine _movement = new(options);
    readonly AnswerDelays _delays = new(options.Lockstep);
    ChallengeTask? _current;
    TimeSpan _putAt;
    TimeSpan _pause = Draw(options.Pause, options.PauseSpread, random);
    PursuitMachine? _pursuit;
    bool? _over;   // the challenge that just ended, and whether it was answered

    // deliberate blinks since the challenge was put
    int _blinks;
    LifeSign _lastBlink;
    FrameTime _firstBlink;

    // pictures of the answer itself: the followed face's, and not
    int _agreed;
    int _differed;

    /// <summary>What is being asked for.</summary>
    public ChallengeKind? Current => _current?.Kind;

    /// <summary>Challenges missed.</summary>
    public int Missed { get; private set; }

    /// <summary>Challenges answered that prove nothing (<see cref="ChallengeTask.IsFree"/>): each asks for one more.</summary>
    public int Free { get; private set; }

    /// <summary>Whether too many were missed.</summary>
    public bool HasFailed => Missed > policy.Misses;

    /// <summary>Whether the answers came after delays too alike for a person.</summary>
    public bool IsInLockstep => _delays.IsInLockstep;

    /// <summary>Whether an answer is in course: then every picture tells whose it is.</summary>
    public bool IsBeingAnswered { get; private set; }

    /// <summary>Whether the last picture shows the answer, by the followed face.</summary>
    public bool ShowsAnswer { get; private set; }

    /// <summary>When the current challenge lapses; <see cref="TimeSpan.MaxValue"/> without one.</summary>
    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    /// <summary>
    /// What to tell at <paramref name="now"/>: that a challenge is over, or the next one, when it is time; call until null.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="isNeeded">Whether another sign of life is needed.</param>
    public AuthEvent? Poll(TimeSpan now, bool isNeeded)
    {
        if (now >= Deadline) Miss();
        if (TakeOver() is { } over) return over;
        var isTime = isNeeded && _current is null && !HasFailed && _calm.Since is { } since && now - since >= _pause;
        if (!isTime) return null;
        return pursuit is null ? Put(now) : PutPursuit(pursuit, now);
    }

    /// <summary>That a challenge is over, once, whatever comes next: the same picture may decide the session.</summary>
    public AuthEvent.ChallengeOver? TakeOver()
    {
        var over = _over is { } answered ? new AuthEvent.ChallengeOver(answered) : null;
        _over = null;
        return over;
    }

    /// <summary>Takes a picture in; true when it ends an answer.</summary>
    /// <param name="face">The face.</param>
    /// <param name="isGood">Whether the picture passed every gate.</param>
    /// <param name="isClosing">Whether the eyes are not open.</param>
    /// <param name="blink">A deliberate blink that ended with it, or null.</param>
    /// <param name="isSame">Whether its embedding is the followed face's; null where there is none.</param>
    /// <param name="answer">The answer.</param>
    public bool TryAnswer(in FaceReading face, bool isGood, bool isClosing, LifeSign? blink, bool? isSame, out LifeSign answer)
    {
        (answer, ShowsAnswer) = (default, false);
        if (_current is not { } task)
        {
            if (isGood && !isClosing) _calm.Handle(face);
            else _calm.Reset();
            return false;
        }

        if (_pursuit is { } followed) return TryFollow(followed, face, isSame, out answer);
        if (blink is { } closed) CountBlink(closed);
        var step = _movement.Handle(face);
        IsBeingAnswered = isClosing || _movement.IsAway;
        if (isSame is { } same && (task.Kind == ChallengeKind.Blink ? isClosing : _movement.IsShown)) Tell(same);
        switch (step)
        {
            case MovementStep.Wrong:
                Miss();
                return false;
            case MovementStep.Made:
                return End(new LifeSign(_movement.Start, face.At), out answer);
        }

        // closed eyes prove nothing, so during another challenge they answer nothing and spoil nothing: people blink
        if (task.Kind != ChallengeKind.Blink) return false;
        if (_blinks > task.Count)
        {
            Miss();
            return false;
        }

        // counted once the eyes have stayed open: who blinks on and on has not answered
        if (_blinks == 0 || isClosing || face.At.Captured - _lastBlink.End.Captured < options.BlinkQuiet) return false;
        if (_blinks == task.Count) return End(new LifeSign(_firstBlink, face.At), out answer);
        Miss();
        return false;
    }

    /// <summary>A picture that shows too little of the face: it is not calm.</summary>
    public void HandleUnusable() => _calm.Reset();

    /// <summary>The face was lost: a challenge that waited is missed, or one could walk away from it and ask for another.</summary>
    public void Abandon()
    {
        if (_current is not null) Miss();
        _calm.Reset();
        _delays.Reset();
        Free = 0;   // the answers are void too
    }

    AuthEvent.Challenge Put(TimeSpan now)
    {
        var calm = _calm.Face;
        var factor = options.CloserBy + options.CloserSpread * random.NextSingle();
        var task = deck.Draw(calm, factor);
        var within = Draw(options.AnswerWithin, options.AnswerSpread, random) + (task.Count - 1) * options.AnotherBlink;
        (_current, _putAt, Deadline) = (task, now, now + within);
        (_blinks, _lastBlink, _firstBlink) = (0, default, default);
        (_agreed, _differed) = (0, 0);
        _pause = Draw(options.Pause, options.PauseSpread, random);
        _movement.Ask(calm, task.Kind, factor);
        return new AuthEvent.Challenge(task.Kind, task.Count, within, task.Kind == ChallengeKind.MoveCloser ? Math.Round(factor, 2) : null);
    }

    AuthEvent.Challenge PutPursuit(PursuitOptions limits, TimeSpan now)
    {
        var path = DrawnPath.Draw(PathPlaces.Cross, limits.Times, policy.PursuitMoves, random);
        _pursuit = new PursuitMachine(limits, path, policy.PursuitRank, _calm.Face, now);
        (_current, _putAt, Deadline) = (new(ChallengeKind.Pursuit), now, _pursuit.EndAt + JudgedWithin);
        IsBeingAnswered = true;
        _pause = Draw(options.Pause, options.PauseSpread, random);
        return new AuthEvent.Challenge(ChallengeKind.Pursuit, 1, _pursuit.EndAt - now) { Path = PursuitMachine.Told(path) };
    }

    bool TryFollow(PursuitMachine followed, in FaceReading face, bool? isSame, out LifeSign answer)
    {
        answer = default;
        ShowsAnswer = isSame == true && followed.Shows(face);
        if (isSame == true) followed.Handle(face);
        if (face.At.Received < followed.EndAt) return false;
        if (!followed.HasFollowed())
        {
            Miss();
            return false;
        }

        answer = new LifeSign(followed.Start, face.At);
        Close(answered: true);
        return true;
    }

    void CountBlink(in LifeSign blink)
    {
        if (_blinks++ == 0) _firstBlink = blink.Start;
        _lastBlink = blink;
    }

    void Tell(bool isSame)
    {
        ShowsAnswer = isSame;
        if (isSame) _agreed++;
        else _differed++;
    }

    // one strange embedding among many is forgiven, none at all is not
    bool IsTheirs => _agreed > 0 && _agreed >= _differed;

    bool End(in LifeSign sign, out LifeSign answer)
    {
        answer = sign;
        var delay = sign.Start.Received - _putAt;
        if (delay < options.Reaction || !IsTheirs)
        {
            Miss();
            return false;
        }

        _delays.Add(delay);
        if (_current is { IsFree: true }) Free++;
        Close(answered: true);
        return true;
    }

    void Miss()
    {
        Missed++;
        Close(answered: false);
    }

    void Close(bool answered)
    {
        (_current, _pursuit, Deadline, _over, IsBeingAnswered) = (null, null, TimeSpan.MaxValue, answered, false);
        _calm.Reset();
    }

    static TimeSpan Draw(TimeSpan least, TimeSpan spread, Random random) => least + spread * random.NextDouble();
}
