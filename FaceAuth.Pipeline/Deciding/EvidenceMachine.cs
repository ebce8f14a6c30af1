using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Gathers the evidence on the one face that is followed: signs of life, live score, recognition. All of it is void
/// when that face is lost. Sans-IO; composes the small machines, decides nothing.
/// </summary>
internal sealed class EvidenceMachine
{
    readonly DecisionOptions _options;
    readonly DecisionBrief _brief;
    readonly FaceGate _gate;
    readonly TrackMachine _track;
    readonly ObstacleMachine _obstacle;
    readonly BlinkMachine _blink;
    readonly LifeMachine _blinks;
    readonly LifeMachine _answers;
    readonly LiveScoreMachine _live;
    readonly LiveScoreMachine _liveOverall;
    readonly VoteMachine _votes;
    readonly TemplatePicker _picker;
    FrameTime? _embeddedAt;

    /// <param name="options">Thresholds and limits.</param>
    /// <param name="brief">What to decide.</param>
    /// <param name="random">Draws challenges.</param>
    public EvidenceMachine(DecisionOptions options, DecisionBrief brief, Random random)
    {
        (_options, _brief) = (options, brief);
        _gate = new FaceGate(options.Gate, brief.CoveredAt);
        _track = new TrackMachine(options.Track, brief.EmbeddingLength);
        _obstacle = new ObstacleMachine(options.Obstacle);
        _blink = new BlinkMachine(options.Blink);
        (_blinks, _answers) = (new LifeMachine(options.BindWithin), new LifeMachine(options.BindWithin));
        (_live, _liveOverall) = (new LiveScoreMachine(options.Live), new LiveScoreMachine(options.Live));
        _votes = new VoteMachine(options.Match, brief.AcceptAt);
        _picker = new TemplatePicker(options.Enrol, brief.EmbeddingLength);
        Challenge = new ChallengeMachine(options.Challenge, random);
    }

    /// <summary>Puts challenges.</summary>
    public ChallengeMachine Challenge { get; }

    /// <summary>Counts over the whole session.</summary>
    public SessionTally Tally { get; } = new();

    /// <summary>Whether the last picture passed every gate, looked live and showed the face that is followed.</summary>
    public bool IsCounted { get; private set; }

    /// <summary>What covers the face now.</summary>
    public Cover Cover => _obstacle.Cover;

    /// <summary>Whether every sign of life the policy demands was given.</summary>
    public bool IsAlive => _blinks.Count >= _brief.Policy.Blinks && _answers.Count >= _brief.Policy.Challenges;

    /// <summary>Whether the anti-spoof scores speak for a live face.</summary>
    public bool IsLive => _live.IsLive;

    /// <summary>Whether there is a match, or enough for templates or a search.</summary>
    public bool IsRecognised => _brief.Purpose == SessionPurpose.Verify ? _votes.IsMatch : _picker.IsReady;

    /// <summary>Whether the face is not the subject's.</summary>
    public bool IsMismatch => _votes.IsMismatch;

    /// <summary>Whether the anti-spoof scores have been so low for so long that waiting is idle.</summary>
    public bool IsHopeless => _live.IsHopeless;

    /// <summary>Whether the anti-spoof scores of the session look like an attack.</summary>
    public bool IsSuspect => _live.IsSuspect || _liveOverall.IsSuspect;

    /// <summary>Live score of the face, else of the session; null before the first.</summary>
    public float? LiveScore => _live.Score ?? _liveOverall.Score;

    /// <summary>Median similarity to the subject; null unless verifying.</summary>
    public float? Similarity => _votes.Similarity;

    /// <summary>Whether another challenge can be put.</summary>
    public bool WantsChallenge =>
        _track.HasReference && !_answers.IsWaiting && _answers.Count < _brief.Policy.Challenges;

    /// <summary>Whether a blink of the person's own accord is missing.</summary>
    public bool WantsBlink => _blinks.Count < _brief.Policy.Blinks;

    /// <summary>Share of the signs of life, 0–1.</summary>
    public double LifeProgress =>
        Math.Min(1, (double)(_blinks.Count + _answers.Count) / (_brief.Policy.Blinks + _brief.Policy.Challenges));

    /// <summary>Share of the live score's pictures, 0–1.</summary>
    public double LiveProgress => _live.Progress;

    /// <summary>Share of recognition, 0–1.</summary>
    public double RecognitionProgress => _brief.Purpose == SessionPurpose.Verify ? _votes.Progress : _picker.Progress;

    /// <summary>Takes a picture in; says whether it counted, or why not.</summary>
    public FrameFlaw HandleFrame(FrameEvidence frame)
    {
        IsCounted = false;
        var hasFace = _gate.HasFace(frame);
        var step = _track.HandleFrame(frame, hasFace);
        if (step == TrackStep.Lost) Void();
        var flaw = _gate.Judge(frame);
        if (hasFace && frame.Faces == 1) _obstacle.HandleFrame(_gate.CoverOf(frame));
        if (flaw == FrameFlaw.None && step == TrackStep.Missed) flaw = FrameFlaw.ManyFaces;   // company not yet ruled out
        if (flaw == FrameFlaw.None && Cover != Cover.None) flaw = FrameFlaw.Obstructed;
        Tally.Add(flaw, frame.Time);

        ReadEyes(frame, flaw);
        ReadTurn(frame, flaw);
        if (flaw == FrameFlaw.None) Recognise(frame);
        else if (frame.Spoof is { } spoof) _liveOverall.Add(frame.Time.Received, spoof.Live);
        return flaw;
    }

    /// <summary>Which of the dearer models the next picture needs.</summary>
    public FrameWants Wants(FrameTime next)
    {
        var onlyLifeIsMissing = IsLive && IsRecognised && !IsAlive && !_blinks.IsWaiting && !_answers.IsWaiting;
        if (!onlyLifeIsMissing || _embeddedAt is not { } last || next.Received - last.Received >= _options.RecheckEvery) return FrameWants.All;
        return _track.WantsSearch(next.Captured) ? FrameWants.Search : FrameWants.None;
    }

    /// <summary>The best pictures' embeddings as templates.</summary>
    public IReadOnlyList<FaceTemplate> Templates() =>
        [.. _picker.Choose().Select(pick => new FaceTemplate(_brief.EmbedderId, pick.Embedding, pick.Quality))];

    /// <summary>The face's mean embedding.</summary>
    public float[] Probe() => _picker.Probe();

    void ReadEyes(FrameEvidence frame, FrameFlaw flaw)
    {
        if (flaw == FrameFlaw.NoFace) return;   // one picture's miss is no end of a blink; time is
        if (flaw != FrameFlaw.None || frame.Mesh is not { } mesh || frame.Pose is not { } pose)
        {
            _blink.HandleUnusable();
            return;
        }

        var reading = new EyeReading(frame.Time, mesh.RightEye, mesh.LeftEye, frame.Box.Centre, frame.Box.Width, pose.Yaw, pose.Pitch);
        if (!_blink.TryHandle(reading, out var blink)) return;
        Tally.Blinks++;
        if (Challenge.TryAnswer(blink)) _answers.HandleSign(blink);
        else _blinks.HandleSign(blink);
    }

    void ReadTurn(FrameEvidence frame, FrameFlaw flaw)
    {
        if (flaw is not (FrameFlaw.None or FrameFlaw.TurnedAway) || frame.Pose is not { } pose) return;
        if (Challenge.TryAnswer(frame.Time, pose.Yaw, flaw == FrameFlaw.None, out var answer)) _answers.HandleSign(answer);
    }

    void Recognise(FrameEvidence frame)
    {
        var agrees = false;
        if (frame.IsEmbedded)
        {
            _embeddedAt = frame.Time;
            agrees = _track.TryAgree(frame.Embedding, out var step);
            if (step == TrackStep.Lost) Void();
        }

        var isLive = false;
        if (frame.Spoof is { } spoof)
        {
            // what speaks against the person counts always, what speaks for them only from a face known to be theirs
            isLive = agrees && !_live.IsBad(spoof.Live);
            if (isLive || _live.IsBad(spoof.Live))
            {
                _live.Add(frame.Time.Received, spoof.Live);
                _liveOverall.Add(frame.Time.Received, spoof.Live);
            }
        }

        if (agrees) Count(frame, isLive);
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

        if (frame.Similarity is { } similarity)
        {
            _votes.Add(frame.Time.Received, similarity, isLive);
            Tally.Vote(similarity >= _brief.AcceptAt);
        }
        else if (isLive)
        {
            _picker.Add(frame.Time.Captured, frame.Embedding, QualityOf(frame));
        }
    }

    // 0–1: sharp, well lit (0.65 is as good as it gets), looking straight at the camera
    float QualityOf(FrameEvidence frame)
    {
        if (frame is not { Quality: { } quality, Pose: { } pose }) return 0;
        var turned = (MathF.Abs(pose.Yaw) / _options.Gate.MaxYaw + MathF.Abs(pose.Pitch) / _options.Gate.MaxPitch) / 2;
        return Math.Clamp(quality.Sharpness * MathF.Min(1, quality.Light / 0.65f) * (1 - 0.5f * turned), 0, 1);
    }

    void Void()
    {
        _obstacle.Reset();
        _blink.Reset();
        _blinks.Reset();
        _answers.Reset();
        _live.Reset();
        _votes.Reset();
        _picker.Reset();
        Challenge.Abandon();
        _embeddedAt = null;
    }
}
