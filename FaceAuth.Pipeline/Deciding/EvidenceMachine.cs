using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Deciding.Pad;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Gathers the evidence on the one face that is followed: signs of life, live score, recognition.</summary>
/// <remarks>
/// All of it is void when that face is lost, but for the live score: hiding a picture for a moment shall not buy another try, and somebody
/// who looked away need not begin anew; somebody else must. So it is when the camera's clock does not keep time. Sans-IO; composes the
/// small machines, decides nothing.
/// </remarks>
internal sealed class EvidenceMachine
{
    readonly DecisionOptions _options;
    readonly DecisionBrief _brief;
    readonly FaceGate _gate;
    readonly CameraClock _clock = new();
    readonly TrackMachine _track;
    readonly ObstacleMachine _obstacle;
    readonly BlinkMachine _blink;
    readonly BlinkMachine _slowBlink;
    readonly LifeMachine _blinks;
    readonly LifeMachine _answers;
    readonly LifeFaces _blinkFaces;
    readonly LifeFaces _answerFaces;
    readonly LiveMachine _live;
    readonly VoteMachine _votes;
    readonly TemplatePicker _picker;
    readonly AdaptPicker _adapt;
    readonly CountPace _pace;

    /// <param name="options">Thresholds and limits.</param>
    /// <param name="brief">What to decide.</param>
    /// <param name="random">Draws challenges, and which pictures are scored.</param>
    public EvidenceMachine(DecisionOptions options, DecisionBrief brief, Random random)
    {
        (_options, _brief, _pace) = (options, brief, new CountPace(options, random));
        _gate = new FaceGate(options.Gate, brief.CoveredAt);
        Camera = new CameraMachine(options.Gate);
        _track = new TrackMachine(options.Track, brief.EmbeddingLength);
        _obstacle = new ObstacleMachine(options.Obstacle);
        (_blink, _slowBlink) = (new BlinkMachine(options.Blink), new BlinkMachine(options.Challenge.Deliberate(options.Blink)));
        (_blinks, _answers) = (new LifeMachine(options.BindWithin), new LifeMachine(options.BindWithin));
        (_blinkFaces, _answerFaces) = (new(brief.EmbeddingLength, random), new(brief.EmbeddingLength, random));
        _live = new LiveMachine(brief.Policy.Live(options.Live), brief.Fusion);
        _votes = new VoteMachine(options.Match, brief.AcceptAt);
        _picker = new TemplatePicker(options.Enrol, brief.EmbeddingLength);
        _adapt = new AdaptPicker(options.Adapt, brief.AcceptAt, brief.EmbeddingLength);
        var deck = new ChallengeDeck(options.Challenge, brief.Policy, options.Gate.MaxShare, random);
        Challenge = new ChallengeMachine(options.Challenge, brief.Policy, deck, brief.Pursues ? options.Pursuit : null, random);
    }

    /// <summary>Puts challenges.</summary>
    public ChallengeMachine Challenge { get; }

    /// <summary>Knows what the camera can do.</summary>
    public CameraMachine Camera { get; }

    /// <summary>Counts over the whole session.</summary>
    public SessionTally Tally { get; } = new();

    /// <summary>Whether the last picture passed every gate, looked live and showed the face that is followed.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>What covers the face now.</summary>
    public Cover Cover => _obstacle.Cover;

    /// <summary>Whether every sign of life the policy demands was given.</summary>
    public bool IsAlive => _blinks.Count >= _brief.Policy.Blinks && !LacksAnswers;

    /// <summary>Whether the anti-spoof scores speak for a live face: this person's, and all that was held before the camera.</summary>
    public bool IsLive => _live.IsLive;

    /// <summary>Whether there is a match, or enough for templates or a search.</summary>
    public bool IsRecognised => (!_brief.IsCompared || _votes.IsMatch) && (_brief.Purpose == SessionPurpose.Verify || _picker.IsReady);

    /// <summary>Whether the face is not the subject's.</summary>
    public bool IsMismatch => _votes.IsMismatch;

    /// <summary>Whether the anti-spoof scores have been so low for so long that waiting is idle.</summary>
    public bool IsHopeless => _live.IsHopeless;

    /// <summary>Whether the anti-spoof scores of the session look like an attack.</summary>
    public bool IsSuspect => _live.IsSuspect;

    /// <summary>Live score of the face, else of the session; null before the first.</summary>
    public float? LiveScore => _live.Score;

    /// <summary>Median similarity to the subject; null unless it is compared.</summary>
    public float? Similarity => _votes.Similarity;

    /// <summary>Whether another challenge can be put.</summary>
    public bool WantsChallenge => _track.HasReference && !_answers.IsWaiting && LacksAnswers;

    /// <summary>Whether a blink of the person's own accord is missing.</summary>
    public bool WantsBlink => _blinks.Count < _brief.Policy.Blinks;

    /// <summary>Share of the signs of life, 0–1.</summary>
    public double LifeProgress =>
        IsAlive ? 1 : Math.Min(0.95, (double)(_blinks.Count + _answers.Count) / (_brief.Policy.Blinks + AnswersNeeded));

    /// <summary>Share of the live score's pictures, 0–1.</summary>
    public double LiveProgress => _live.Progress;

    /// <summary>Share of recognition, 0–1.</summary>
    public double RecognitionProgress => Math.Min(
        _brief.IsCompared ? _votes.Progress : 1, _brief.Purpose == SessionPurpose.Verify ? 1 : _picker.Progress);

    /// <summary>Whether a movement may come that few pictures would miss: a blink, an answer, or the calm before it.</summary>
    public bool IsWatching => !IsAlive || _blink.IsClosing || IsSignWaiting;

    /// <summary>Takes a picture in; says whether it counted, or why not.</summary>
    public FrameFlaw HandleFrame(FrameEvidence frame)
    {
        IsCounted = false;
        var hasFace = _gate.HasFace(frame);
        var step = _track.HandleFrame(frame, hasFace);
        if (!(Tally.KeepsTime = _clock.Keeps(frame.Time)) || step == TrackStep.Lost) Void();
        var flaw = _gate.Judge(frame);
        Camera.HandleFrame(frame, flaw);
        var isJudged = flaw is not (FrameFlaw.OnItsSide or FrameFlaw.TooDark or FrameFlaw.Colourless);
        if (hasFace && frame.Faces == 1 && isJudged) _obstacle.HandleFrame(_gate.CoverOf(frame));
        if (flaw == FrameFlaw.None && step == TrackStep.Missed) flaw = FrameFlaw.ManyFaces;   // company not yet ruled out
        if (flaw == FrameFlaw.None && Cover != Cover.None) flaw = FrameFlaw.Obstructed;
        Tally.Add(flaw, frame.Time);

        var isSame = Identify(frame, flaw);
        ReadMovement(frame, flaw, ReadEyes(frame, flaw, isSame), isSame);
        if (flaw == FrameFlaw.None) Recognise(frame, isSame == true);
        else if (frame.Spoof is { } spoof) _live.AddFlawed(frame.Time.Received, spoof);
        return flaw;
    }

    /// <summary>Which of the dearer models the next picture needs.</summary>
    /// <param name="next">When it was taken.</param>
    /// <param name="spare">Whether what only counts evidence shall look less often. Company is looked for all the same.</param>
    public FrameWants Wants(FrameTime next, bool spare = false) =>
        (Challenge.IsBeingAnswered || _blink.IsClosing ? FrameWants.Bind : FrameWants.None) | WantsToCount(next, spare);

    bool IsSignWaiting => _blinks.IsWaiting || _answers.IsWaiting;

    FrameWants WantsToCount(FrameTime next, bool spare)
    {
        var onlyTimeIsMissing = _live.Count >= _options.Live.Needed && IsRecognised && !(IsLive && IsAlive);   // few will do
        if (IsSignWaiting || _pace.IsDue(next, onlyTimeIsMissing || spare)) return FrameWants.All;
        // a face that has just been found shows best how far its eyes close
        return _blink.IsClosing || _track.WantsSearch(next.Captured) ? FrameWants.Search : FrameWants.None;
    }

    /// <summary>The best pictures' embeddings as templates.</summary>
    public IReadOnlyList<FaceTemplate> Templates() =>
        [.. _picker.Choose().Select(pick => new FaceTemplate(_brief.TemplateModel, pick.Embedding, pick.Quality))];

    /// <summary>A template to add beside the enrolled ones, once the person is accepted.</summary>
    /// <remarks>
    /// Null unless the options have it so, the match and the live score are well above what is demanded, and every challenge was answered
    /// at once.
    /// </remarks>
    public FaceTemplate? Adaptation()
    {
        var adapt = _options.Adapt;
        if (!adapt.Enabled || _brief.Purpose != SessionPurpose.Verify) return null;
        if (_brief.Policy.Challenges < adapt.Challenges || Challenge.Missed > 0) return null;
        if (!(LiveScore >= adapt.LiveAt) || !(Similarity >= _brief.AcceptAt + adapt.Margin)) return null;
        return _adapt.Choose() is { } pick
            ? new(_brief.TemplateModel, pick.Embedding, pick.Quality) { Origin = TemplateOrigin.Adapted }
            : null;
    }

    /// <summary>The face's mean embedding.</summary>
    public float[] Probe() => _picker.Probe();

    /// <summary>The faces that gave the signs of life.</summary>
    public IReadOnlyList<SignFaces> Alive => _brief.Policy.Blinks > 0 ? [.. _blinkFaces.All, .. _answerFaces.All] : _answerFaces.All;

    /// <summary>
    /// Least cosine similarity of each to the subject's templates: closed eyes and an open mouth change a face as a turn does.
    /// </summary>
    public float AliveAt => MathF.Min(_brief.AcceptAt, _options.Track.SameTurnedFaceAt);

    /// <summary>Whether every face that gave a sign of life may be this one; what is enrolled first has no subject to tell by.</summary>
    public bool IsAliveAs(float[] face) =>
        Alive.All(sign => sign.MayBe(picture => TensorPrimitives.Dot<float>(picture, face), AliveAt));

    // a challenge that was missed adds one, and so does one that proves nothing; answers like clockwork ask for yet another
    int AnswersNeeded =>
        _brief.Policy.Challenges == 0 ? 0 : _brief.Pursues ? 1 : _brief.Policy.Challenges + Challenge.Missed + Challenge.Free;

    bool LacksAnswers => _answers.Count < AnswersNeeded || (_brief.Policy.Challenges > 0 && Challenge.IsInLockstep);

    // a deliberate blink that ended with this picture
    LifeSign? ReadEyes(FrameEvidence frame, FrameFlaw flaw, bool? isSame)
    {
        if (flaw == FrameFlaw.NoFace) return null;   // one picture's miss is no end of a blink; time is
        if (flaw != FrameFlaw.None || frame.Mesh is not { } mesh || frame.Pose is not { } pose)
        {
            _blink.HandleUnusable();
            _slowBlink.HandleUnusable();
            _blinkFaces.Close(isSign: false);
            return null;
        }

        var reading = new EyeReading(frame.Time, mesh.RightEye, mesh.LeftEye, frame.Place.Centre, frame.Place.Width, pose.Yaw, pose.Pitch);
        var isBlink = _blink.TryHandle(reading, out var blink);
        if (!_blink.IsClosing) _blinkFaces.Close(isBlink);
        else if (isSame == true) _blinkFaces.Add(frame.Embedding);
        if (isBlink)
        {
            Tally.Blinks++;
            _blinks.HandleSign(blink);
        }

        return _slowBlink.TryHandle(reading, out var slow) ? slow : null;
    }

    // whether the face is the one that is followed; null where no embedding says so
    bool? Identify(FrameEvidence frame, FrameFlaw flaw)
    {
        if (!frame.IsEmbedded) return null;
        if (flaw is FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff) return _track.Resembles(frame.Embedding);
        if (flaw != FrameFlaw.None) return null;
        if (frame.Searched) _pace.HandleEmbedded(frame.Time);
        var agrees = _track.TryAgree(frame.Embedding, out var step);
        if (step == TrackStep.Replaced)
        {
            Void();
            _live.HandleReplaced();
        }
        else if (!agrees)
        {
            _blinks.HandleDiffered(frame.Time);
            _answers.HandleDiffered(frame.Time);
        }
        else if (!MayBeSubject(frame)) _blinks.HandleDiffered(frame.Time);

        return agrees;
    }

    // What is followed may be like two people at once, where a face blended of both came first: so signs of life must be the subject's own,
    // not only the followed face's. A search says only in the end whose they must be.
    bool MayBeSubject(FrameEvidence frame) => !_brief.IsCompared || SimilarityOf(frame) >= AliveAt;

    // who enrols anew must be whom an enrolment stored
    float? SimilarityOf(FrameEvidence frame) =>
        _brief.Purpose == SessionPurpose.Enroll ? frame.EnrolledSimilarity ?? frame.Similarity : frame.Similarity;

    void ReadMovement(FrameEvidence frame, FrameFlaw flaw, LifeSign? blink, bool? isSame)
    {
        if (flaw == FrameFlaw.NoFace) return;
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
        if (isSame == true) isSame = MayBeSubject(frame);
        var isAnswer = Challenge.TryAnswer(reading, flaw == FrameFlaw.None, _slowBlink.IsClosing, blink, isSame, out var answer);
        if (Challenge.ShowsAnswer) _answerFaces.Add(frame.Embedding);
        if (Challenge.Current is null) _answerFaces.Close(isAnswer);
        if (isAnswer) _answers.HandleSign(answer);
    }

    void Recognise(FrameEvidence frame, bool agrees)
    {
        var isLive = frame.Spoof is { } spoof && _live.TryAdd(frame.Time.Received, spoof, agrees);
        if (!agrees || !frame.Searched || frame.Spoof is null) return;   // company or attacks were not looked for
        _live.ReadStir(frame);
        Count(frame, isLive);
    }

    void Count(FrameEvidence frame, bool isLive)
    {
        Tally.Counted++;
        IsCounted = isLive;
        if (isLive)
        {
            _blinks.HandleAgreed(frame.Time);
            _answers.HandleAgreed(frame.Time);
        }

        var similarity = SimilarityOf(frame);   // what was not compared is no match
        var isSubjects = !_brief.IsCompared || similarity >= _brief.AcceptAt;
        if (_brief.IsCompared && similarity is { } compared)
        {
            _votes.Add(frame.Time.Received, compared, isLive);
            Tally.Vote(isSubjects);
        }

        if (!isLive || !isSubjects) return;
        if (_brief.Purpose != SessionPurpose.Verify) _picker.Add(frame.Time.Captured, frame.Embedding, _gate.QualityOf(frame));
        else if (similarity is { } best) _adapt.Add(frame.Embedding, best, frame.EnrolledSimilarity, _gate.QualityOf(frame));
    }

    void Void()
    {
        _obstacle.Reset();
        _blink.Reset();
        _slowBlink.Reset();
        _blinks.Reset();
        _answers.Reset();
        _blinkFaces.Reset();
        _answerFaces.Reset();
        _live.HandleLost();
        _votes.Reset();
        _picker.Reset();
        _adapt.Reset();
        Challenge.Abandon();
        _pace.Reset();
    }
}
