using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Decides one session: what to tell the person, what to ask of the store and, once, the decision.</summary>
/// <remarks>
/// Takes in pictures' evidence and the time. Doubt refuses: only all demands met at once, by one face, accept. Sans-IO: owns no clock, lock
/// or task; <c>now</c> is the host's one clock. One input, then <see cref="Poll"/> until <see cref="DecisionAction.Wait"/>, then the next
/// input; come back at <see cref="Deadline"/>.
/// </remarks>
internal sealed class DecisionMachine
{
    // progress in smaller steps is not worth a message
    const double ProgressStep = 0.05;

    readonly DecisionOptions _options;
    readonly DecisionBrief _brief;
    readonly EvidenceMachine _evidence;
    readonly GuidanceMachine _guidance;
    readonly Queue<DecisionAction> _actions = new();
    readonly TimeSpan _openedAt;
    TimeSpan? _firstPictureAt;
    TimeSpan _pictureAt;
    TimeSpan? _faceAt;
    TimeSpan? _goodAt;
    TimeSpan? _askedAt;   // the store was asked
    bool _isAdapting;   // for an accepted person's template
    TimeSpan _slow;   // the server kept the person waiting for so long
    TimeSpan _slowBeforeFace;
    TimeSpan _paused;   // no picture came for so long in all, each time longer than a track survives
    TimeSpan _pausedBeforeFace;
    FrameFlaw _flaw = FrameFlaw.NoFace;
    (double All, (bool, bool, bool, bool) Done) _progress;

    /// <param name="options">Thresholds and limits.</param>
    /// <param name="brief">What to decide.</param>
    /// <param name="random">Draws challenges; nobody outside may know it beforehand.</param>
    /// <param name="now">When the session was opened.</param>
    public DecisionMachine(DecisionOptions options, DecisionBrief brief, Random random, TimeSpan now)
    {
        (_options, _brief, _openedAt) = (options, brief, now);
        _evidence = new EvidenceMachine(options, brief, random);
        _guidance = new GuidanceMachine(options.GuidanceSettles);
    }

    /// <summary>Whether the decision has been made; further input changes nothing.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>When to call <see cref="Poll"/> next at the latest.</summary>
    public TimeSpan Deadline
    {
        get
        {
            if (IsDecided) return TimeSpan.MaxValue;
            if (_askedAt is { } asked) return asked + 2 * _options.Enrol.StoreWithin;
            if (_firstPictureAt is not { } first) return _openedAt + _options.FirstPicture;
            var gap = _pictureAt + _options.PictureGap;
            // a pause that goes on stops the clock, as far as that goes
            var end = EndAt(first, _pictureAt);
            if (end > _pictureAt + _options.Track.BlindAfter) end = EndAt(first, TimeSpan.MaxValue);
            return Min(Min(Min(gap, end), _evidence.Challenge.Deadline), _guidance.Due ?? TimeSpan.MaxValue);
        }
    }

    /// <summary>A picture came in, analysed or not.</summary>
    public void HandlePicture(TimeSpan now)
    {
        if (_firstPictureAt is not null) _paused += PauseUntil(now);
        _firstPictureAt ??= now;
        _pictureAt = now;
    }

    /// <summary>Least time between two pictures that are worth looking at.</summary>
    public TimeSpan LookEvery => _evidence.IsWatching ? _options.WatchEvery : _options.LookEvery;

    /// <summary>Which of the dearer models the next picture needs.</summary>
    /// <param name="next">When it was taken.</param>
    /// <param name="spare">Whether the server is short of time: then those that take counts of evidence look less often.</param>
    public FrameWants Wants(FrameTime next, bool spare = false) =>
        IsDecided || _askedAt is not null ? FrameWants.None : _evidence.Wants(next, spare);

    /// <summary>Sharpness from which the next picture counts; the gate before the models goes by it too.</summary>
    public float SharpFrom => _evidence.Camera.SharpFrom;

    /// <summary>What the eyes look like while no blink begins; null while that is not known.</summary>
    public Life.OpenEyes? OpenEyes => _evidence.OpenEyes;

    /// <summary>The server, not the camera, has been too slow for so long since the run was opened.</summary>
    /// <remarks>
    /// Limits stretch by it, within <see cref="DecisionOptions.Stretch"/>, and time that runs out is not the person's fault.
    /// </remarks>
    public void HandleLoad(TimeSpan slow) => _slow = slow;

    /// <summary>A picture has been analysed. The evidence is only read during the call.</summary>
    public void HandleFrame(FrameEvidence frame, TimeSpan now)
    {
        if (_firstPictureAt is null) HandlePicture(now);
        if (IsDecided || _askedAt is not null || IsLate(now)) return;   // for evidence; Poll ends it
        _flaw = _evidence.HandleFrame(frame);
        if (_faceAt is null && _flaw is not (FrameFlaw.NoFace or FrameFlaw.ManyFaces or FrameFlaw.OnItsSide))
            (_faceAt, _slowBeforeFace, _pausedBeforeFace) = (now, _slow, _paused);
        if (_flaw == FrameFlaw.None) _goodAt ??= now;
        Guide(now);
        ReportProgress();
        if (_evidence.Challenge.TakeOver() is { } over) Publish(over);
        Conclude(now);
    }

    /// <summary>A signal that is seen outside of the pictures.</summary>
    public void HandleSignal(AuthSignal signal) => _evidence.Signals.Handle(signal);

    /// <summary>The templates of <see cref="DecisionAction.Store"/> were stored, or not.</summary>
    public void HandleStored(bool stored, TimeSpan now)
    {
        if (IsDecided) return;
        if (stored) Accept(_brief.SubjectId, _evidence.Similarity, now);
        else Refuse(ReasonCode.InternalError, now);
    }

    /// <summary>
    /// The templates of <see cref="DecisionAction.Store"/> were not stored: meanwhile the subject got some that show
    /// somebody else.
    /// </summary>
    public void HandleTaken(TimeSpan now)
    {
        if (!IsDecided) Refuse(ReasonCode.NotSamePerson, now);
    }

    /// <summary>The templates of <see cref="DecisionAction.Store"/> were not stored: the face is another subject's.</summary>
    public void HandleDuplicate(TimeSpan now)
    {
        if (!IsDecided) Refuse(ReasonCode.KnownAsAnother, now);
    }

    /// <summary>The answer to <see cref="DecisionAction.Search"/>: the most similar subjects, best first.</summary>
    /// <param name="matches">The subjects.</param>
    /// <param name="isAlive">Whether the first one's face gave the signs of life.</param>
    /// <param name="now">The time.</param>
    public void HandleFound(IReadOnlyList<TemplateMatch> matches, bool isAlive, TimeSpan now)
    {
        if (IsDecided) return;
        var best = matches.Count > 0 ? matches[0].Similarity : -1;
        var runnerUp = matches.Count > 1 ? matches[1].Similarity : -1;
        if (_evidence.IsInjected) Refuse(ReasonCode.InjectionSuspected, now);
        else if (isAlive && best >= _brief.AcceptAt && best - runnerUp >= _options.Match.Margin) Accept(matches[0].SubjectId, best, now);
        else Refuse(ReasonCode.NotSamePerson, now, matches.Count > 0 ? best : null);
    }

    /// <summary>A model or the store failed; <paramref name="reason"/> is one of those that say so.</summary>
    public void HandleFault(TimeSpan now, ReasonCode reason = ReasonCode.InternalError)
    {
        if (_isAdapting) HandleAdapted(false, now);
        else if (!IsDecided) Refuse(reason, now);
    }

    /// <summary>The template of <see cref="DecisionAction.Adapt"/> was stored, or not.</summary>
    public void HandleAdapted(bool adapted, TimeSpan now)
    {
        if (!IsDecided) Accept(_brief.SubjectId, _evidence.Similarity, now, adapted);
    }

    /// <summary>Next thing to do at <paramref name="now"/>.</summary>
    public DecisionAction Poll(TimeSpan now)
    {
        if (!IsDecided) Expire(now);
        if (!IsDecided) PutChallenge(now);
        if (!IsDecided) PutLight(now);
        if (!IsDecided && _askedAt is null && _guidance.Poll(now) is { } guidance) Publish(guidance);
        return _actions.TryDequeue(out var action) ? action : DecisionAction.Wait.Instance;
    }

    // what stood still until now counts as nobody's time
    TimeSpan EndAt(TimeSpan first, TimeSpan now) =>
        _faceAt is { } face ? face + Stretched(_brief.Policy.Window, now) : first + Stretched(_options.FaceWithin, now);

    TimeSpan Stretched(TimeSpan limit, TimeSpan now)
    {
        var most = limit * _options.Stretch;
        if (now == TimeSpan.MaxValue) return limit + most;
        var paused = _paused - (_faceAt is null ? TimeSpan.Zero : _pausedBeforeFace) + PauseUntil(now);
        return limit + Min(SlowInStep + paused, most);
    }

    TimeSpan PauseUntil(TimeSpan now) => now - _pictureAt > _options.Track.BlindAfter ? now - _pictureAt : TimeSpan.Zero;

    bool IsLate(TimeSpan now) => _firstPictureAt is { } first
        && (now >= EndAt(first, now) || now >= _pictureAt + _options.PictureGap || now >= _evidence.Challenge.Deadline);

    TimeSpan SlowInStep => _slow - _slowBeforeFace;

    // half of the time and more
    bool WasServerSlow(TimeSpan now) => _firstPictureAt is { } first && 2 * SlowInStep >= now - (_faceAt ?? first);

    void Expire(TimeSpan now)
    {
        if (_askedAt is { } asked)
        {
            if (now >= asked + 2 * _options.Enrol.StoreWithin) HandleFault(now);
        }
        else if (_firstPictureAt is not { } first)
        {
            if (now >= _openedAt + _options.FirstPicture) Refuse(ReasonCode.NoVideo, now);
        }
        else if (now >= EndAt(first, now)) Refuse(null, now);
        else if (now >= _pictureAt + _options.PictureGap) Refuse(ReasonCode.NoVideo, now);
    }

    void PutChallenge(TimeSpan now)
    {
        if (_askedAt is not null) return;
        var challenge = _evidence.Challenge;
        while (challenge.Poll(now, _flaw == FrameFlaw.None && _evidence.WantsChallenge) is { } said) Publish(said);
        if (challenge.HasFailed) Refuse(ReasonCode.ChallengeFailed, now);
    }

    void PutLight(TimeSpan now)
    {
        if (_askedAt is not null) return;
        if (_evidence.Light.Poll(now, _flaw == FrameFlaw.None && _evidence.WantsLight) is { } light) Publish(light);
    }

    void Conclude(TimeSpan now)
    {
        if (_evidence.IsMismatch) Refuse(ReasonCode.NotSamePerson, now);
        else if (_evidence.IsHopeless) Refuse(ReasonCode.SpoofSuspected, now);
        else if (_evidence.Camera.IsGivenUp) Refuse(ReasonCode.PoorQuality, now);
        else if (_evidence.IsUnlit) Refuse(ReasonCode.LightNotSeen, now);
        else if (_evidence is not { IsCounted: true, IsAlive: true, IsLit: true, IsLive: true, IsRecognised: true }) return;
        else if (_evidence.IsInjected) Refuse(ReasonCode.InjectionSuspected, now);   // no sooner: who injects learns nothing of it
        else Fulfil(now);
    }

    void Fulfil(TimeSpan now)
    {
        if (_brief.Purpose == SessionPurpose.Verify)
        {
            Verified(now);
            return;
        }

        if (_brief.Purpose == SessionPurpose.Enroll && !_evidence.IsAliveAs(_evidence.Probe()))
        {
            Refuse(ReasonCode.NotSamePerson, now);
            return;
        }

        _askedAt = now;
        _actions.Enqueue(_brief.Purpose == SessionPurpose.Enroll
            ? new DecisionAction.Store(_evidence.Templates(), _options.Enrol.RefuseKnownFaces ? _evidence.Probe() : null)
            : new DecisionAction.Search(_evidence.Probe(), _evidence.Alive, _evidence.AliveAt));
    }

    // the decision stands; only whether a template came of it is still open
    void Verified(TimeSpan now)
    {
        if (_evidence.Adaptation() is { } template)
        {
            (_askedAt, _isAdapting) = (now, true);
            _actions.Enqueue(new DecisionAction.Adapt(template));
        }
        else Accept(_brief.SubjectId, _evidence.Similarity, now);
    }

    void Accept(Guid? subject, float? similarity, TimeSpan now, bool adapted = false) =>
        Decide(new AuthDecision(true, subject, [], Scores(similarity, now)) { Adapted = adapted });

    void Refuse(ReasonCode? reason, TimeSpan now, float? similarity = null) => Decide(new AuthDecision(
        false, _brief.SubjectId,
        reason is ReasonCode.InternalError or ReasonCode.NoVideo or ReasonCode.StorageFull or ReasonCode.StoreUnavailable
            ? [reason.Value]
            : RefusalReasons.Of(reason, _evidence, _options, WasServerSlow(now)),
        Scores(similarity ?? _evidence.Similarity, now)));

    void Decide(AuthDecision decision)
    {
        if (IsDecided) return;
        IsDecided = true;
        HandleSignal(new(SignalKind.Light, _evidence.Light.IsSeen ? SignalState.Clear : SignalState.Unknown));
        Publish(new AuthEvent.Decided(decision with { Signals = _evidence.Signals.All }));
    }

    AuthScores Scores(float? similarity, TimeSpan now) => new(
        similarity, _brief.Purpose == SessionPurpose.Enroll && !_brief.IsCompared ? null : _brief.AcceptAt, _evidence.LiveScore,
        _evidence.Tally.Blinks, _evidence.Tally.Pictures, _evidence.Tally.Counted,
        _firstPictureAt is { } first ? now - first : TimeSpan.Zero, _brief.Models);

    void Guide(TimeSpan now)
    {
        if (GuidanceTable.IsAskedFor(_flaw, _evidence.Challenge.Current)) return;
        var wantsBlink = _evidence.WantsBlink && now - _goodAt >= _options.AskToBlinkAfter;
        var code = GuidanceTable.CodeOf(_flaw, _evidence.Camera.IsHopeless) ?? (wantsBlink ? GuidanceCode.Blink : GuidanceCode.HoldStill);
        if (_guidance.Handle(code, GuidanceTable.DetailOf(_flaw, _evidence.Cover), now) is { } guidance) Publish(guidance);
    }

    void ReportProgress()
    {
        var face = _flaw == FrameFlaw.None ? 1.0 : 0.0;
        var (life, live) = (_evidence.LifeProgress, _evidence.LiveProgress);
        // Told picture by picture, it would lead whoever injects pictures to a face that matches: so not before somebody is there.
        var match = _brief.IsCompared && (life < 1 || live < 1) ? 0 : _evidence.RecognitionProgress;
        var all = (face + life + live + match) / 4;
        var done = (face >= 1, life >= 1, live >= 1, match >= 1);
        if (Math.Abs(all - _progress.All) < ProgressStep && done == _progress.Done) return;
        _progress = (all, done);
        Publish(new AuthEvent.Progress(all, new Dictionary<string, double>(4)
        {
            ["face"] = face,
            ["liveness"] = life,
            ["antispoof"] = live,
            ["recognition"] = match,
        }));
    }

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    void Publish(AuthEvent published) => _actions.Enqueue(new DecisionAction.Publish(published));
}
