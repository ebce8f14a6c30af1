using System.Numerics.Tensors;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Injection;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Light;
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
    readonly RepeatMachine _repeats = new();
    readonly StillMachine _still = new();
    readonly TrackMachine _track;
    readonly ObstacleMachine _obstacle;
    readonly SignsOfLife _life;
    readonly LiveMachine _live;
    readonly VoteMachine _votes;
    readonly TemplatePicker _picker;
    readonly AdaptPicker _adapt;
    readonly CountPace _pace;
    bool _wasClear;   // nothing was wrong with the last picture

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
        _life = new SignsOfLife(options, brief, random);
        _live = new LiveMachine(brief.Policy.Live(options.Live), brief.Fusion);
        _votes = new VoteMachine(options.Match, brief.AcceptAt);
        _picker = new TemplatePicker(options.Enrol, brief.EmbeddingLength);
        Light = new LightMachine(options.Light, random);
        _adapt = new AdaptPicker(options.Adapt, brief.AcceptAt, brief.EmbeddingLength);
    }

    /// <summary>Puts challenges.</summary>
    public ChallengeMachine Challenge => _life.Challenge;

    /// <summary>Knows what the camera can do.</summary>
    public CameraMachine Camera { get; }

    /// <summary>Knows what speaks for or against injected video.</summary>
    public SignalTable Signals { get; } = new();

    /// <summary>Looks for the light of the page's surround on the face; nobody asks it where the brief has no light.</summary>
    public LightMachine Light { get; }

    /// <summary>Whether the face shows what light it must.</summary>
    public bool IsLit => _brief.Policy.Light != LightUse.Need || Light.IsSeen;

    /// <summary>Whether it must show it, and cannot any more.</summary>
    public bool IsUnlit => _brief.Policy.Light == LightUse.Need && (!_brief.CanLight || Light.IsSpent);

    /// <summary>Counts over the whole session.</summary>
    public SessionTally Tally { get; } = new();

    /// <summary>Whether the last picture passed every gate, looked live and showed the face that is followed.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>What covers the face now.</summary>
    public Cover Cover => _obstacle.Cover;

    /// <summary>Whether every sign of life the policy demands was given.</summary>
    public bool IsAlive => _life.IsComplete;

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

    /// <summary>Whether a signal is raised that the policy refuses on.</summary>
    public bool IsInjected => Signals.IsRaised(_brief.Policy.RefuseOn);

    /// <summary>Live score of the face, else of the session; null before the first.</summary>
    public float? LiveScore => _live.Score;

    /// <summary>Median similarity to the subject; null unless it is compared.</summary>
    public float? Similarity => _votes.Similarity;

    /// <summary>Whether the surround can begin to light the face.</summary>
    public bool WantsLight => _brief.Lights && Tally.KeepsTime && _track.HasReference;

    /// <summary>Whether another challenge can be put.</summary>
    public bool WantsChallenge => _track.HasReference && _life.WantsAnswer;

    /// <summary>Whether a blink of the person's own accord is missing.</summary>
    public bool WantsBlink => _life.WantsBlink;

    /// <summary>Share of the signs of life, 0–1.</summary>
    public double LifeProgress => _life.Progress;

    /// <summary>Share of the live score's pictures, 0–1.</summary>
    public double LiveProgress => _live.Progress;

    /// <summary>Share of recognition, 0–1.</summary>
    public double RecognitionProgress => Math.Min(
        _brief.IsCompared ? _votes.Progress : 1, _brief.Purpose == SessionPurpose.Verify ? 1 : _picker.Progress);

    /// <summary>Whether a movement may come that few pictures would miss: a blink, an answer, or the calm before it.</summary>
    public bool IsWatching => !IsAlive || !IsLit || _life.IsClosing || _life.IsWaiting;

    /// <summary>What the eyes look like while no blink begins; null while that is not known.</summary>
    public OpenEyes? OpenEyes => _life.OpenEyes;

    /// <summary>Takes a picture in; says whether it counted, or why not.</summary>
    public FrameFlaw HandleFrame(FrameEvidence frame)
    {
        IsCounted = false;
        var hasFace = _gate.HasFace(frame);
        var step = _track.HandleFrame(frame, hasFace);
        Tally.KeepsTime = _clock.Keeps(frame.Time);
        ReadSignals(frame);
        if (!Tally.KeepsTime || step == TrackStep.Lost) Void();
        var flaw = _gate.Judge(frame);
        Camera.HandleFrame(frame, flaw);
        var isJudged = flaw is not (FrameFlaw.OnItsSide or FrameFlaw.TooDark or FrameFlaw.Colourless);
        if (hasFace && frame.Faces == 1 && isJudged) _obstacle.HandleFrame(_gate.CoverOf(frame));
        if (flaw == FrameFlaw.None && step == TrackStep.Missed) flaw = FrameFlaw.ManyFaces;   // company not yet ruled out
        if (flaw == FrameFlaw.None && Cover != Cover.None) flaw = FrameFlaw.Obstructed;
        Tally.Add(flaw, frame.Time);
        _wasClear = flaw == FrameFlaw.None;

        var isSame = Identify(frame, flaw);
        if (_life.HandleFrame(frame, flaw, isSame, isSame == true && MayBeSubject(frame))) Tally.Blinks++;
        Light.Handle(
            frame.Time, flaw is FrameFlaw.None or FrameFlaw.TurnedAway ? frame.Light : null,
            isSame == true ? MayBeSubject(frame) : isSame);
        if (flaw == FrameFlaw.None) Recognise(frame, isSame == true);
        else if (frame.Spoof is { } spoof) _live.AddFlawed(frame.Time.Received, spoof);
        return flaw;
    }

    /// <summary>Which of the dearer models the next picture needs.</summary>
    /// <param name="next">When it was taken.</param>
    /// <param name="spare">Whether what only counts evidence shall look less often. Company is looked for all the same.</param>
    public FrameWants Wants(FrameTime next, bool spare = false)
    {
        var wants = WantsAll(next, spare);
        return wants == FrameWants.None && _wasClear && OpenEyes is not null ? FrameWants.Glance : wants;
    }

    FrameWants WantsAll(FrameTime next, bool spare) =>
        (Challenge.IsBeingAnswered || _life.IsClosing || (Light.IsRunning && !IsLit) ? FrameWants.Bind : FrameWants.None)
        | (Light.IsRunning ? FrameWants.Light : FrameWants.None) | WantsToCount(next, spare);

    FrameWants WantsToCount(FrameTime next, bool spare)
    {
        var onlyTimeIsMissing = _live.Count >= _options.Live.Needed && IsRecognised && !(IsLive && IsAlive && IsLit);   // few will do
        if (_life.IsWaiting || _pace.IsDue(next, onlyTimeIsMissing || spare)) return FrameWants.All;
        // a face that has just been found shows best how far its eyes close
        return _life.IsClosing || _track.WantsSearch(next.Captured) ? FrameWants.Search : FrameWants.None;
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
    public IReadOnlyList<SignFaces> Alive => _life.Faces;

    /// <summary>
    /// Least cosine similarity of each to the subject's templates: closed eyes and an open mouth change a face as a turn does.
    /// </summary>
    public float AliveAt => MathF.Min(_brief.AcceptAt, _options.Track.SameTurnedFaceAt);

    /// <summary>Whether every face that gave a sign of life may be this one; what is enrolled first has no subject to tell by.</summary>
    public bool IsAliveAs(float[] face) =>
        Alive.All(sign => sign.MayBe(picture => TensorPrimitives.Dot<float>(picture, face), AliveAt));

    void ReadSignals(FrameEvidence frame)
    {
        _repeats.Handle(frame.Time.Captured, frame.Scene);
        _still.Handle(frame.Time.Captured, frame.Scene);
        Signals.Handle(new(SignalKind.CameraClock, _clock.Signal));
        Signals.Handle(new(SignalKind.RepeatedPictures, _repeats.Signal));
        Signals.Handle(new(SignalKind.StillSensor, _still.Signal));
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
        else if (!agrees) _life.HandleDiffered(frame.Time);
        else if (!MayBeSubject(frame)) _life.HandleDoubted(frame.Time);

        return agrees;
    }

    // What is followed may be like two people at once, where a face blended of both came first: so signs of life must be the subject's own,
    // not only the followed face's. A search says only in the end whose they must be.
    bool MayBeSubject(FrameEvidence frame) => !_brief.IsCompared || SimilarityOf(frame) >= AliveAt;

    // who enrols anew must be whom an enrolment stored
    float? SimilarityOf(FrameEvidence frame) =>
        _brief.Purpose == SessionPurpose.Enroll ? frame.EnrolledSimilarity ?? frame.Similarity : frame.Similarity;

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
        if (isLive) _life.HandleAgreed(frame.Time);
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
        _life.Void();
        Light.Abandon();
        _live.HandleLost();
        _votes.Reset();
        _picker.Reset();
        _adapt.Reset();
        _pace.Reset();
    }
}
