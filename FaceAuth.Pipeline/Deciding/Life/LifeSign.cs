using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Something that only a living person does: a blink, or the answer to a challenge.</summary>
/// <param name="Start">The last picture before it.</param>
/// <param name="End">The first picture after it.</param>
internal readonly record struct LifeSign(FrameTime Start, FrameTime End);
