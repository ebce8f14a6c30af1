namespace FaceAuth.Pipeline.Contracts;

/// <summary>One thing the pipeline has to say about a session.</summary>
public abstract record AuthEvent
{
    AuthEvent()
    {
    }

    /// <summary>What the person should do; published when it changes.</summary>
    /// <param name="Code">What to do.</param>
    /// <param name="Detail">
    /// Beside <see cref="GuidanceCode.RemoveObstacle"/>, where it is known what covers the face:
    /// <see cref="GuidanceCode.RemoveMask"/>, <see cref="GuidanceCode.RemoveSunglasses"/>,
    /// <see cref="GuidanceCode.UncoverEyes"/> or <see cref="GuidanceCode.UncoverMouth"/>; null otherwise.
    /// </param>
    public sealed record Guidance(GuidanceCode Code, GuidanceCode? Detail = null) : AuthEvent;

    /// <summary>A challenge to answer.</summary>
    /// <param name="Kind">What to do.</param>
    /// <param name="Count">How often, 1–3.</param>
    /// <param name="TimeLeft">Until it lapses.</param>
    /// <param name="Factor">By how much the face shall grow, for <see cref="ChallengeKind.MoveCloser"/>; null otherwise.</param>
    public sealed record Challenge(ChallengeKind Kind, int Count, TimeSpan TimeLeft, double? Factor = null) : AuthEvent
    {
        /// <summary>Where the mark goes, for <see cref="ChallengeKind.Pursuit"/>; null otherwise.</summary>
        public ChallengePath? Path { get; init; }
    }

    /// <summary>The challenge is over; another may follow.</summary>
    /// <param name="Answered">Whether it was answered; if not, it lapsed or something else was done.</param>
    public sealed record ChallengeOver(bool Answered) : AuthEvent;

    /// <summary>The page's surround shall light the face so; another may follow where the face was lost meanwhile.</summary>
    /// <param name="Plan">Which colours, and when.</param>
    public sealed record Light(LightPlan Plan) : AuthEvent;

    /// <summary>How far the session is.</summary>
    /// <param name="Fraction">0–1 over all steps; may fall when evidence is lost with the face.</param>
    /// <param name="Steps">0–1 for each step by name: "face", "liveness", "antispoof", "recognition".</param>
    public sealed record Progress(double Fraction, IReadOnlyDictionary<string, double> Steps) : AuthEvent;

    /// <summary>A picture has been analysed.</summary>
    public sealed record Analysed(FrameReport Report) : AuthEvent;

    /// <summary>The first picture came and was not looked at; the last event.</summary>
    /// <param name="Reason">Why: as many others have pictures as can be served fast enough.</param>
    public sealed record TurnedAway(AuthRefusal Reason) : AuthEvent;

    /// <summary>The decision; the last event.</summary>
    public sealed record Decided(AuthDecision Decision) : AuthEvent;
}
