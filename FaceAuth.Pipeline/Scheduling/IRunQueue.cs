using FaceAuth.Pipeline.Stages;

namespace FaceAuth.Pipeline.Scheduling;

/// <summary>Where runs wait whose next picture has come, in the order in which they are next.</summary>
/// <remarks>
/// Each is in it at most once, and goes to its end after a picture of it was analysed. So however fast one session sends, every other gets
/// its turn.
/// </remarks>
internal interface IRunQueue
{
    /// <summary>Puts a run at the end. Safe from many threads; never blocks for longer than a list operation takes.</summary>
    void Add(IFrameRun run);
}
