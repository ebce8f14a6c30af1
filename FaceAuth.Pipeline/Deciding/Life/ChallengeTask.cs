using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>One thing that can be asked for.</summary>
/// <param name="Kind">What.</param>
/// <param name="Count">How often.</param>
internal readonly record struct ChallengeTask(ChallengeKind Kind, int Count = 1);
