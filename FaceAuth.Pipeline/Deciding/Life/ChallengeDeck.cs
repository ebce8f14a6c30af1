using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>
/// What can be asked for, each equally likely; never the same twice in a row, since the second would ask for no new movement.
/// </summary>
/// <remarks>The randomness is passed in.</remarks>
/// <param name="options">Limits.</param>
/// <param name="policy">Whether coming closer is among it.</param>
/// <param name="largest">Largest height of a face as a share of the picture's.</param>
/// <param name="random">Unpredictable to the person in front of the camera.</param>
internal sealed class ChallengeDeck(ChallengeOptions options, LivenessPolicy policy, float largest, Random random)
{
    // those that can be asked of everybody
    const int Least = LivenessPolicy.SmallestDeck;

    static readonly ChallengeTask[] Always =
    [
        new(ChallengeKind.Blink), new(ChallengeKind.Blink, 2), new(ChallengeKind.Blink, 3),
        new(ChallengeKind.TurnLeft), new(ChallengeKind.TurnRight),
        new(ChallengeKind.NodUp), new(ChallengeKind.NodDown),
        new(ChallengeKind.OpenMouth),
    ];

    ChallengeTask? _last;
    bool _cameCloser;

    /// <summary>Draws the next.</summary>
    /// <param name="calm">The face as it is.</param>
    /// <param name="factor">By how much it would have to grow.</param>
    /// <param name="hasMissed">Whether a challenge was missed: then nothing is asked any more that a moved screen answers.</param>
    public ChallengeTask Draw(in FaceReading calm, float factor, bool hasMissed)
    {
        Span<ChallengeTask> tasks = stackalloc ChallengeTask[Least + 2];
        Always.CopyTo(tasks);
        var count = Least;
        if (calm.MouthWidth < options.SmilingFrom) tasks[count++] = new(ChallengeKind.Smile);
        if (policy.MoveCloser && !_cameCloser && !hasMissed && calm.Share * factor < largest)
            tasks[count++] = new(ChallengeKind.MoveCloser);
        if (_last is { } last && tasks[..count].IndexOf(last) is >= 0 and var at) tasks[at] = tasks[--count];
        var drawn = tasks[random.Next(count)];
        _cameCloser |= drawn.Kind == ChallengeKind.MoveCloser;
        _last = drawn;
        return drawn;
    }
}
