using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Every threshold and time limit of a decision. Section "Decision".</summary>
internal sealed record DecisionOptions : IValidatableObject
{
    /// <summary>Time from opening a run to its first picture. 1–120 s, default 20 s: connecting takes some of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan FirstPicture { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Longest time between two pictures.</summary>
    /// <remarks>
    /// 1–60 s, default 10 s: a browser whose network changes needs three to seven to go on by another (Chromium 156). What was seen before
    /// such a pause is void (<see cref="TrackOptions.BlindAfter"/>).
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan PictureGap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time from the first picture to the first that shows exactly one face. 1–120 s, default 8 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan FaceWithin { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a new guidance must hold before the person hears it. 0–2 s, default 300 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02")] public TimeSpan GuidanceSettles { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>When to ask for a blink, from the first good picture, where one is missing. 0–30 s, default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")] public TimeSpan AskToBlinkAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Good pictures must have been seen for this long before a missing sign of life is named. 1–60 s, default 3 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan LifeNamedAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A sign of life counts only with an embedding of the same face at most this long before and after it.</summary>
    /// <remarks>So nobody blinks for a picture of somebody else. 0.3–5 s, default 1.5 s.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.300", "00:00:05")] public TimeSpan BindWithin { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Least time between two pictures that are looked at while a sign of life is awaited.</summary>
    /// <remarks>0–200 ms, default 38 ms: every picture of a camera of 25 a second, every other of one of 30 or 60.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.200")] public TimeSpan WatchEvery { get; init; } = TimeSpan.FromMilliseconds(38);

    /// <summary>The same once none is missing. 0–500 ms, default 120 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.500")] public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>How often a face is scored and embedded, on average: each time is drawn, 0.6–1.4 of it.</summary>
    /// <remarks>0–1 s, default 180 ms: pictures that follow closer on one another say the same once more.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")] public TimeSpan CountEvery { get; init; } = TimeSpan.FromMilliseconds(180);

    /// <summary>How often a face is still scored and embedded once there is enough of it, while a sign of life is awaited.</summary>
    /// <remarks>0.05–2 s, default 250 ms.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:02")] public TimeSpan RecheckEvery { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How far the time for a face and a policy's window may stretch, as a share of either.</summary>
    /// <remarks>
    /// They stretch by the time in which the server was too slow to look at what the camera sent or no pictures came. 0–2, default 1: at
    /// most twice as long. A challenge's own time never stretches by a pause.
    /// </remarks>
    [Range(0.0, 2.0)] public double Stretch { get; init; } = 1;

    /// <summary>Policy "passive": one blink in 10 s.</summary>
    [Required, ValidateObjectMembers] public LivenessPolicy Passive { get; init; } = new() { Blinks = 1 };

    /// <summary>Policy "standard": four challenges in 40 s; one may be missed and adds one.</summary>
    [Required, ValidateObjectMembers]
    public LivenessPolicy Standard { get; init; } = new()
    {
        Challenges = 4,
        Misses = 1,
        PursuitMoves = 5,
        PursuitRank = 4,
        Light = LightUse.Ask,
        Window = TimeSpan.FromSeconds(40),
    };

    /// <summary>Policy "strict": six challenges in 50 s, none missed; a closer match; live scores over five seconds.</summary>
    [Required, ValidateObjectMembers]
    public LivenessPolicy Strict { get; init; } = new()
    {
        Challenges = 6,
        MoveCloser = false,
        CloseEyes = false,
        PursuitMoves = 6,
        MaxGuessChance = 0.0004,
        Light = LightUse.Ask,
        Window = TimeSpan.FromSeconds(50),
        MatchMargin = 0.05f,
        LiveNeeded = 16,
        LiveOver = TimeSpan.FromSeconds(5),
    };

    /// <summary>What a picture must be like.</summary>
    [Required, ValidateObjectMembers] public FaceGateOptions Gate { get; init; } = new();

    /// <summary>When the face is still the same.</summary>
    [Required, ValidateObjectMembers] public TrackOptions Track { get; init; } = new();

    /// <summary>What a blink looks like.</summary>
    [Required, ValidateObjectMembers] public BlinkOptions Blink { get; init; } = new();

    /// <summary>When a face counts as live.</summary>
    [Required, ValidateObjectMembers] public LiveScoreOptions Live { get; init; } = new();

    /// <summary>When a face counts as covered.</summary>
    [Required, ValidateObjectMembers] public ObstacleOptions Obstacle { get; init; } = new();

    /// <summary>When a face counts as the subject's.</summary>
    [Required, ValidateObjectMembers] public VoteOptions Match { get; init; } = new();

    /// <summary>Which pictures become templates.</summary>
    [Required, ValidateObjectMembers] public EnrolOptions Enrol { get; init; } = new();

    /// <summary>Whether verifications add templates.</summary>
    [Required, ValidateObjectMembers] public AdaptOptions Adapt { get; init; } = new();

    /// <summary>How challenges work.</summary>
    [Required, ValidateObjectMembers] public ChallengeOptions Challenge { get; init; } = new();

    /// <summary>How a mark is followed.</summary>
    [Required, ValidateObjectMembers] public PursuitOptions Pursuit { get; init; } = new();

    /// <summary>How the page's surround lights a face.</summary>
    [Required, ValidateObjectMembers] public LightOptions Light { get; init; } = new();

    /// <summary>The policy of that name, one of <see cref="PolicyNames"/>; null for any other.</summary>
    public LivenessPolicy? Policy(string name) => name switch
    {
        PolicyNames.Passive => Passive,
        PolicyNames.Standard => Standard,
        PolicyNames.Strict => Strict,
        _ => null,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, policy) in new[] { ("Passive", Passive), ("Standard", Standard), ("Strict", Strict) })
        {
            if (policy.Blinks + policy.Challenges == 0)
                yield return new($"Decision:{name} must demand a blink or a challenge: without a sign of life a photo would pass.");
            foreach (var unknown in policy.UnknownSignals())
                yield return new(
                    $"Decision:{name}:RefuseOn knows no signal \"{unknown}\" that is ever raised. Name some of {SignalNames.All}."
                    + $" What the light is for is set by Decision:{name}:Light.");
            if (policy.Light == LightUse.Need && policy.Window < Light.Longest)
                yield return new(
                    $"Decision:{name}:Window ends before the surround has shown its colours: make it {Light.Longest.TotalSeconds:F1} s or more.");
            if (policy.PursuitMoves > 0 && policy.PursuitChance() > policy.MaxGuessChance)
                yield return new(
                    $"Decision:{name} lets a face that follows nothing pass once in {1 / policy.PursuitChance():F0} times, more often than "
                    + "its MaxGuessChance allows: raise PursuitMoves, or lower PursuitRank or Misses.");
            if (policy.PursuitMoves > 0 && policy.Challenges == 0)
                yield return new($"Decision:{name} has a mark followed in the place of challenges, so it must demand challenges too.");
            if (policy.Challenges > 0 && policy.GuessChance() > policy.MaxGuessChance)
                yield return new(
                    $"Decision:{name} can be answered by chance once in {1 / policy.GuessChance():F0} times, more often than its "
                    + "MaxGuessChance allows: demand more challenges or forgive fewer.");
        }
    }
}
