using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Tests.Deciding.Light;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Plays scripted faces to a <see cref="DecisionMachine"/> on a virtual clock and writes down what it says.</summary>
internal sealed class ScriptedSession
{
    readonly FrameEvidence _frame = new(ScriptedFace.EmbeddingLength);
    readonly FaceGate _gate;
    readonly SessionPurpose _purpose;
    readonly bool _hasTemplates;
    readonly List<AuthEvent.Challenge> _asked = [];

    public ScriptedSession(
        SessionPurpose purpose = SessionPurpose.Verify, DecisionOptions? options = null, string policy = "passive", int seed = 1,
        float acceptAt = 0.4f, bool hasTemplates = false, bool canPursue = false, bool canLight = false,
        params IReadOnlyCollection<ChallengeKind> cannot)
    {
        options ??= new DecisionOptions();
        (_purpose, _hasTemplates) = (purpose, hasTemplates);
        _gate = new FaceGate(options.Gate, 0);
        Subject = Guid.NewGuid();
        Machine = new DecisionMachine(
            options,
            new DecisionBrief(
                purpose, purpose == SessionPurpose.Identify ? null : Subject, options.Policy(policy)!.Without(cannot)!, acceptAt, 0,
                "test", ScriptedFace.EmbeddingLength, FakeModelPack.PlainFusion, ["test"], hasTemplates)
            {
                CanPursue = canPursue,
                CanLight = canLight,
            },
            new Random(seed), Now);
    }

    public DecisionMachine Machine { get; }

    public Guid Subject { get; }

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(100);

    public double Fps { get; set; } = 15;

    /// <summary>How much later than that each picture is taken, by its number; single pictures have no clock but their arrival.</summary>
    public Func<int, TimeSpan> Late { get; set; } = _ => TimeSpan.Zero;

    /// <summary>What the network adds to each picture's way, by its number.</summary>
    public Func<int, TimeSpan> Delay { get; set; } = _ => TimeSpan.FromMilliseconds(30);

    /// <summary>The light on whoever is there, before a page that takes colours; null for none.</summary>
    public LampedFace? Lamp { get; set; }

    public List<AuthEvent> Events { get; } = [];

    public DecisionAction.Store? Stored { get; private set; }

    public DecisionAction.Adapt? Adapted { get; private set; }

    public DecisionAction.Search? Searched { get; private set; }

    public List<FrameWants> Wanted { get; } = [];

    public int Pictures { get; private set; }

    public AuthDecision? Decision => (Events.LastOrDefault() as AuthEvent.Decided)?.Decision;

    public IEnumerable<GuidanceCode> Guidance => Events.OfType<AuthEvent.Guidance>().Select(guidance => guidance.Code);

    public IReadOnlyList<AuthEvent.Challenge> Asked => _asked;

    public IEnumerable<ChallengeKind> Challenges => Events.OfType<AuthEvent.Challenge>().Select(challenge => challenge.Kind);

    /// <summary>Shows a face for some seconds, or until the decision.</summary>
    public ScriptedSession Show(ScriptedFace face, double seconds)
    {
        var start = Now;
        while (Now - start < TimeSpan.FromSeconds(seconds) && Decision is null) Picture(face, (Now - start).TotalSeconds);
        return this;
    }

    /// <summary>Plays a face again and again, each time from its beginning, as a looped clip does.</summary>
    public ScriptedSession Loop(double seconds, params (ScriptedFace Face, double Seconds)[] parts)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        for (var part = 0; Now < end && Decision is null; part++) Show(parts[part % parts.Length].Face, parts[part % parts.Length].Seconds);
        return this;
    }

    /// <summary>One picture, <paramref name="time"/> seconds after the face was put there.</summary>
    public void Picture(ScriptedFace face, double time)
    {
        Now += TimeSpan.FromSeconds(1 / Fps) + Late(Pictures + 1) - Late(Pictures);
        var received = Now + Delay(Pictures++);
        Machine.HandlePicture(received);
        _frame.Clear();
        _frame.Time = new FrameTime(Now, received);
        var wants = Machine.Wants(_frame.Time);
        Wanted.Add(wants);
        _frame.SharpFrom = Machine.SharpFrom;
        face.Show(_frame, time, wants);
        if (wants.HasFlag(FrameWants.Glance)) Glance();
        if (wants.HasFlag(FrameWants.Light)) _frame.Light = Lamp?.At(Now.TotalSeconds);
        var flaw = _gate.Judge(_frame);
        if (flaw is not (FrameFlaw.None or FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff)) _frame.Spoof = null;
        if (!IsEmbedded(flaw, wants)) (_frame.IsEmbedded, _frame.Similarity, _frame.EnrolledSimilarity) = (false, null, null);
        if (_purpose != SessionPurpose.Verify && !_hasTemplates) (_frame.Similarity, _frame.EnrolledSimilarity) = (null, null);
        Machine.HandleFrame(_frame, received);
        Drain(received);
    }

    // as the stages do
    void Glance()
    {
        var (quality, obstacle, mask) = (_frame.Quality, _frame.Obstacle, _frame.Mask);
        (_frame.Quality, _frame.Obstacle, _frame.Mask) = (null, null, null);
        if (_frame.Mesh is { } mesh && Machine.OpenEyes?.AreIn(mesh) == true && _gate.Judge(_frame) == FrameFlaw.None) return;
        (_frame.Quality, _frame.Obstacle, _frame.Mask) = (quality, obstacle, mask);
    }

    // as the stage does
    static bool IsEmbedded(FrameFlaw flaw, FrameWants wants) => flaw switch
    {
        FrameFlaw.None => wants.HasFlag(FrameWants.Embed) || wants.HasFlag(FrameWants.Bind),
        FrameFlaw.TurnedAway or FrameFlaw.TooLarge or FrameFlaw.CutOff => wants.HasFlag(FrameWants.Bind),
        _ => false,
    };

    /// <summary>Lets time pass without pictures, waking the machine when it asks to be.</summary>
    public ScriptedSession Wait(double seconds)
    {
        var end = Now + TimeSpan.FromSeconds(seconds);
        while (Machine.Deadline <= end && Decision is null)
        {
            if (Machine.Deadline > Now) Now = Machine.Deadline;
            Drain(Now);
        }

        if (Now < end) Now = end;
        Drain(Now);
        return this;
    }

    /// <summary>Fails unless the session was refused, first of all for this reason.</summary>
    public void AssertRefused(ReasonCode first)
    {
        Assert.NotNull(Decision);
        Assert.False(Decision.Accepted);
        Assert.Equal(first, Decision.Reasons[0]);
    }

    public void Drain(TimeSpan now)
    {
        while (true)
        {
            switch (Machine.Poll(now))
            {
                case DecisionAction.Publish publish:
                    Events.Add(publish.Event);
                    if (publish.Event is AuthEvent.Challenge asked) _asked.Add(asked);
                    if (publish.Event is AuthEvent.Light light) Lamp?.Hear(light.Plan, now.TotalSeconds);
                    break;
                case DecisionAction.Store store: Stored = store; break;
                case DecisionAction.Adapt adapt: Adapted = adapt; break;
                case DecisionAction.Search search: Searched = search; break;
                default: return;
            }
        }
    }
}
