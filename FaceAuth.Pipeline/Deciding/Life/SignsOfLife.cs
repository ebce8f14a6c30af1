using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Gathers what the followed face gives of signs of life: blinks of its own accord, and answers.</summary>
/// <remarks>
/// A sign counts with embeddings of the same face shortly before and after it (<see cref="LifeMachine"/>). Sans-IO.
/// </remarks>
internal sealed class SignsOfLife
{
    readonly DecisionBrief _brief;
    readonly BlinkMachine _blink;
    readonly BlinkMachine _slowBlink;
    readonly LifeMachine _blinks;
    readonly LifeMachine _answers;
    readonly LifeFaces _blinkFaces;
    readonly LifeFaces _answerFaces;

    /// <param name="options">Thresholds and limits.</param>
    /// <param name="brief">What to decide.</param>
    /// <param name="random">Draws challenges, and which pictures of a sign are kept.</param>
    public SignsOfLife(DecisionOptions options, DecisionBrief brief, Random random)
    {
        _brief = brief;
        (_blink, _slowBlink) = (new BlinkMachine(options.Blink), new BlinkMachine(options.Challenge.Deliberate(options.Blink)));
        (_blinks, _answers) = (new LifeMachine(options.BindWithin), new LifeMachine(options.BindWithin));
        (_blinkFaces, _answerFaces) = (new(brief.EmbeddingLength, random), new(brief.EmbeddingLength, random));
        var deck = new ChallengeDeck(options.Challenge, brief.Policy, options.Gate.MaxShare, random);
        Challenge = new ChallengeMachine(options.Challenge, brief.Policy, deck, brief.Pursues ? options.Pursuit : null, random);
    }

    /// <summary>Puts challenges.</summary>
    public ChallengeMachine Challenge { get; }

    /// <summary>Whether every sign of life the policy demands was given.</summary>
    public bool IsComplete => !WantsBlink && !LacksAnswers;

    /// <summary>Whether a blink of the person's own accord is missing.</summary>
    public bool WantsBlink => _blinks.Count < _brief.Policy.Blinks;

    /// <summary>Whether another challenge can be put.</summary>
    public bool WantsAnswer => !_answers.IsWaiting && LacksAnswers;

    /// <summary>Whether the eyes are closing or closed.</summary>
    public bool IsClosing => _blink.IsClosing;

    /// <summary>What the eyes look like while no blink begins; null while that is not known.</summary>
    public OpenEyes? OpenEyes => _blink.OpenEyes;

    /// <summary>Whether a sign waits for an embedding that says whose it was.</summary>
    public bool IsWaiting => _blinks.IsWaiting || _answers.IsWaiting;

    /// <summary>Share of the signs of life, 0–1.</summary>
    public double Progress =>
        IsComplete ? 1 : Math.Min(0.95, (double)(_blinks.Count + _answers.Count) / (_brief.Policy.Blinks + AnswersNeeded));

    /// <summary>The faces that gave the signs of life.</summary>
    public IReadOnlyList<SignFaces> Faces => _brief.Policy.Blinks > 0 ? [.. _blinkFaces.All, .. _answerFaces.All] : _answerFaces.All;

    /// <summary>Takes a picture in.</summary>
    /// <param name="frame">What the models said.</param>
    /// <param name="flaw">What is wrong with it.</param>
    /// <param name="isSame">Whether it shows the followed face; null where no embedding says so.</param>
    /// <param name="isSubjects">Whether that face may be the subject's too.</param>
    /// <returns>Whether a blink ended with it.</returns>
    public bool HandleFrame(FrameEvidence frame, FrameFlaw flaw, bool? isSame, bool isSubjects)
    {
        if (flaw == FrameFlaw.NoFace) return false;   // one picture's miss is no end of a blink; time is
        var isBlink = ReadEyes(frame, flaw, isSame, out var slow);
        ReadMovement(frame, flaw, slow, isSame == true ? isSubjects : isSame);
        return isBlink;
    }

    /// <summary>A picture of the followed face counted.</summary>
    public void HandleAgreed(FrameTime at)
    {
        _blinks.HandleAgreed(at);
        _answers.HandleAgreed(at);
    }

    /// <summary>A picture showed another face.</summary>
    public void HandleDiffered(FrameTime at)
    {
        _blinks.HandleDiffered(at);
        _answers.HandleDiffered(at);
    }

    /// <summary>A picture of the followed face is not alike to the subject; answers are held against that themselves.</summary>
    public void HandleDoubted(FrameTime at) => _blinks.HandleDiffered(at);

    /// <summary>The face is lost or another one's.</summary>
    public void Void()
    {
        _blink.Reset();
        _slowBlink.Reset();
        _blinks.Reset();
        _answers.Reset();
        _blinkFaces.Reset();
        _answerFaces.Reset();
        Challenge.Abandon();
    }

    // a challenge that was missed adds one, and so does one that proves nothing; answers like clockwork ask for yet another
    int AnswersNeeded =>
        _brief.Policy.Challenges == 0 ? 0 : _brief.Pursues ? 1 : _brief.Policy.Challenges + Challenge.Missed + Challenge.Free;

    bool LacksAnswers => _answers.Count < AnswersNeeded || (_brief.Policy.Challenges > 0 && Challenge.IsInLockstep);

    // whether a blink ended with this picture, and which deliberate one did
    bool ReadEyes(FrameEvidence frame, FrameFlaw flaw, bool? isSame, out LifeSign? slow)
    {
        slow = null;
        if (flaw != FrameFlaw.None || frame.Mesh is not { } mesh || frame.Pose is not { } pose)
        {
            _blink.HandleUnusable();
            _slowBlink.HandleUnusable();
            _blinkFaces.Close(isSign: false);
            return false;
        }

        var reading = new EyeReading(frame.Time, mesh.RightEye, mesh.LeftEye, frame.Place.Centre, frame.Place.Width, pose.Yaw, pose.Pitch);
        var isBlink = _blink.TryHandle(reading, out var blink);
        if (!_blink.IsClosing) _blinkFaces.Close(isBlink);
        else if (isSame == true) _blinkFaces.Add(frame.Embedding);
        if (isBlink) _blinks.HandleSign(blink);
        if (_slowBlink.TryHandle(reading, out var deliberate)) slow = deliberate;
        return isBlink;
    }

    void ReadMovement(FrameEvidence frame, FrameFlaw flaw, LifeSign? blink, bool? isSame)
    {
        // who turns, or comes closer as asked, spoils the picture but not the answer
        var isSeen = flaw is FrameFlaw.None or FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff;
        if (!isSeen || frame.Mesh is not { } mesh)
        {
            Challenge.HandleUnusable();
            return;
        }

        var shape = mesh.Shape;
        var reading = new FaceReading(
            frame.Time, shape.Angles.Yaw, shape.Angles.Pitch, shape.MouthOpen, shape.MouthWidth, shape.EyeSpan / frame.Unit,
            frame.Place.Height);
        var isAnswer = Challenge.TryAnswer(reading, flaw == FrameFlaw.None, _slowBlink.IsClosing, blink, isSame, out var answer);
        if (Challenge.ShowsAnswer) _answerFaces.Add(frame.Embedding);
        if (Challenge.Current is null) _answerFaces.Close(isAnswer);
        if (isAnswer) _answers.HandleSign(answer);
    }
}
