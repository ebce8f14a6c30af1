using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>
/// What can be asked for, each kind equally likely; never the same twice in a row, since the second would ask for no new movement.
/// </summary>
/// <remarks>
/// Closed eyes, once, twice or three times, are one kind: any calm video with one blink, held as long as asked, shows them all. That and
/// coming closer are drawn as the first of a session or not at all, so never both, and count for nothing. The randomness is passed in.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="policy">What is left out of it.</param>
/// <param name="largest">Largest height of a face as a share of the picture's.</param>
/// <param name="random">Unpredictable to the person in front of the camera.</param>
internal sealed class ChallengeDeck(ChallengeOptions options, LivenessPolicy policy, float largest, Random random)
{
    // those that can be asked of everybody, and that only the person can answer
    const int Least = LivenessPolicy.SmallestDeck;
    const int MostBlinks = 3;

    static readonly ChallengeKind[] OfTheHead =
        [ChallengeKind.TurnLeft, ChallengeKind.TurnRight, ChallengeKind.NodUp, ChallengeKind.NodDown];

    static readonly ChallengeKind[] Always = [.. OfTheHead, ChallengeKind.OpenMouth];

    readonly ChallengeTask[] _always =
        [.. Always.Where(kind => !policy.Cannot.Contains(kind)).Select(kind => new ChallengeTask(kind))];
    readonly bool _smiles = !policy.Cannot.Contains(ChallengeKind.Smile);
    ChallengeTask? _last;

    /// <summary>Whether it turns or nods the head.</summary>
    internal static bool IsOfTheHead(ChallengeKind kind) => OfTheHead.Contains(kind);

    /// <summary>Whether it can be asked of everybody who can do it, however the face looks.</summary>
    internal static bool IsAlways(ChallengeKind kind) => Always.Contains(kind);

    /// <summary>Draws the next.</summary>
    /// <param name="calm">The face as it is.</param>
    /// <param name="factor">By how much it would have to grow.</param>
    public ChallengeTask Draw(in FaceReading calm, float factor)
    {
        Span<ChallengeTask> tasks = stackalloc ChallengeTask[Least + 3];
        _always.CopyTo(tasks);
        var count = _always.Length;
        if (_smiles && calm.MouthWidth < options.SmilingFrom) tasks[count++] = new(ChallengeKind.Smile);
        if (_last is null)
        {
            if (policy.CloseEyes) tasks[count++] = new(ChallengeKind.Blink, 1 + random.Next(MostBlinks));
            if (policy.MoveCloser && calm.Share * factor < largest) tasks[count++] = new(ChallengeKind.MoveCloser);
        }

        if (_last is { } last && tasks[..count].IndexOf(last) is >= 0 and var at) tasks[at] = tasks[--count];
        var drawn = tasks[random.Next(count)];
        _last = drawn;
        return drawn;
    }
}
