using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>One thing that can be asked for.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
internal readonly record struct ChallengeTask(ChallengeKind Kind, int Count = 1)
{
    /// <summary>Whether it proves nothing by itself: a calm video whose blink is held, or a hand that moves a screen, answers it.</summary>
    public bool IsFree => Kind is ChallengeKind.Blink or ChallengeKind.MoveCloser;
}
