using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Life;

namespace FaceAuth.Pipeline.Deciding.Options;

/// <summary>Which signs of life a session demands, how long it may take, and what else it asks beyond the other options.</summary>
internal sealed record LivenessPolicy
{
    /// <summary>How many challenges can be asked of everybody that only the person can answer.</summary>
    internal const int SmallestDeck = 5;

    /// <summary>Most challenges of a session, however few kinds there are to draw from.</summary>
    internal const int MostChallenges = 12;

    // what each challenge beyond the policy's own may take: nineteen of twenty people need less (HonestPersonTests)
    static readonly TimeSpan TimeOfOne = TimeSpan.FromSeconds(6);

    /// <summary>How many places a mark or a colour can go to from where it is, each as likely.</summary>
    internal const int PathWays = 4;

    /// <summary>Blinks of the person's own accord. 0–5.</summary>
    [Range(0, 5)] public int Blinks { get; init; }

    /// <summary>Challenges drawn by the server, beside closed eyes and coming closer, which prove too little. 0–8.</summary>
    [Range(0, 8)] public int Challenges { get; init; }

    /// <summary>Challenges that may lapse, be answered wrongly or be walked away from. 0–3.</summary>
    /// <remarks>Each is replaced by one drawn afresh and adds one more, so that missing on purpose makes guessing harder.</remarks>
    [Range(0, 3)] public int Misses { get; init; }

    /// <summary>Whether coming closer is among the challenges.</summary>
    /// <remarks>
    /// Default true. A hand that moves a screen answers it as well as a head does, so it is drawn as the first or not at all, and counts
    /// for nothing: another is asked as well.
    /// </remarks>
    public bool MoveCloser { get; init; } = true;

    /// <summary>Whether closing the eyes for a second, once to three times, is among the challenges.</summary>
    /// <remarks>Default true. Any calm video with one blink shows it, so it is drawn as coming closer is: first, and in vain.</remarks>
    public bool CloseEyes { get; init; } = true;

    /// <summary>Whether a person may say which movements they cannot make. Default true.</summary>
    /// <remarks>False turns them away from this policy; then offer them another way.</remarks>
    public bool LeaveOut { get; init; } = true;

    /// <summary>
    /// Moves of a mark that is followed in the place of the challenges, where the client can show one; 0 for none. 0–7.
    /// </summary>
    [Range(0, 7)] public int PursuitMoves { get; init; }

    /// <summary>How many of all paths the mark could have taken may fit the face as well, its own with them. 1–16, default 1.</summary>
    [Range(1, 16)] public int PursuitRank { get; init; } = 1;

    /// <summary>What the light of the page's surround on the face is for: Off, Ask or Need. Default Off.</summary>
    public LightUse Light { get; init; }

    /// <summary>
    /// Largest chance, 0–1, that movements fixed beforehand answer the challenges; a policy that exceeds it is no valid one.
    /// </summary>
    /// <remarks>Default 0.01.</remarks>
    [Range(0.0, 1.0)] public double MaxGuessChance { get; init; } = 0.01;

    /// <summary>Time from the first picture with one face to the end. 3–120 s.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "00:02:00")] public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to the cosine similarity that a match needs. 0–0.3, default 0.</summary>
    [Range(0.0, 0.3)] public float MatchMargin { get; init; }

    /// <summary>Signals of injected video that refuse the session, by wire name, such as "pacing". Default none.</summary>
    /// <remarks>It is refused when the person would be accepted or time ends, so that nobody learns early what was noticed.</remarks>
    public IReadOnlyList<string> RefuseOn { get; init; } = [];

    /// <summary>Fewest pictures with a live score, where that is more than "Decision:Live:Needed". 0–64, default 0.</summary>
    [Range(0, 64)] public int LiveNeeded { get; init; }

    /// <summary>Least time over which they lie, where that is more than "Decision:Live:Over". 0–10 s, default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")] public TimeSpan LiveOver { get; init; }

    /// <summary>
    /// Chance that somebody passes the challenges whose movements do not depend on them, such as a recording of an earlier session.
    /// </summary>
    /// <remarks>
    /// At each challenge one movement comes next, and the draw hits it or not. Counted for the smallest deck and for somebody who also
    /// closes the eyes and moves the screen closer whenever asked.
    /// </remarks>
    internal double GuessChance() => Chance(Challenges, Misses, Deck);

    /// <summary>As <see cref="GuessChance()"/>, where a mark is followed: it may be tried once, and once more for each miss.</summary>
    internal double PursuitChance() => 1 - Math.Pow(1 - PursuitRank / Math.Pow(PathWays, PursuitMoves), Misses + 1);

    double Chance(int needed, int misses, int others)
    {
        if (needed == 0 || others <= 0) return 1;
        var one = 1.0 / others;
        var next = Deck - 1;   // the one just drawn does not come again at once
        var pass = one * Chance(needed - 1, misses, next);
        return misses > 0 ? pass + (1 - one) * Chance(needed + 1, misses - 1, next) : pass;
    }

    /// <summary>This policy for somebody who cannot make some of the movements: drawn from the rest, no easier to guess.</summary>
    /// <remarks>
    /// A mark is followed by turning and nodding to all sides. Fewer kinds are guessed more easily, so that more are asked, with more time.
    /// </remarks>
    /// <param name="cannot">What is not to be asked for.</param>
    /// <returns>Null where what is left is too little.</returns>
    internal LivenessPolicy? Without(IReadOnlyCollection<ChallengeKind> cannot)
    {
        if (cannot.Count == 0) return this;
        if (!LeaveOut || (Blinks > 0 && cannot.Contains(ChallengeKind.Blink))) return null;
        // a print that is turned and tilted makes all other movements: a face has to move in itself
        if (Challenges > 0 && cannot.Contains(ChallengeKind.OpenMouth) && cannot.Contains(ChallengeKind.Smile)) return null;
        var follows = !cannot.Any(kind => kind is ChallengeKind.Pursuit || ChallengeDeck.IsOfTheHead(kind));
        var rest = this with
        {
            Cannot = cannot,
            CloseEyes = CloseEyes && !cannot.Contains(ChallengeKind.Blink),
            MoveCloser = MoveCloser && !cannot.Contains(ChallengeKind.MoveCloser),
            PursuitMoves = follows ? PursuitMoves : 0,
        };
        while (Challenges > 0 && rest.GuessChance() > GuessChance())
        {
            if (rest.Challenges == MostChallenges) return null;
            rest = rest with { Challenges = rest.Challenges + 1, Window = rest.Window + TimeOfOne };
        }

        return rest;
    }

    /// <summary>What is not asked for, because the person cannot do it.</summary>
    internal IReadOnlyCollection<ChallengeKind> Cannot { get; private init; } = [];

    /// <summary>How many there are at least to draw from.</summary>
    int Deck => SmallestDeck - Cannot.Count(ChallengeDeck.IsAlways);

    /// <summary>Names in <see cref="RefuseOn"/> that are no signal's.</summary>
    internal IEnumerable<string> UnknownSignals() => RefuseOn.Where(name => !SignalNames.TryParse(name, out _));

    /// <summary>The live score's options under this policy; never milder than <paramref name="options"/>.</summary>
    public LiveScoreOptions Live(LiveScoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Needed = Math.Max(options.Needed, LiveNeeded),
            Over = options.Over > LiveOver ? options.Over : LiveOver,
        };
    }
}
