using FaceAuth.Frames;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Accuracy.Examining;

/// <summary>
/// Finds blinks in a clip as the decision does, with its gate and its blink machine, and nothing else of it. One thread, one clip.
/// </summary>
internal sealed class BlinkWatcher : IDisposable
{
    readonly FaceExaminer _examiner;
    readonly BlinkMachine _machine;

    internal BlinkWatcher(FaceExaminer examiner, BlinkOptions options) => (_examiner, _machine) = (examiner, new BlinkMachine(options));

    /// <summary>Takes the next picture, which it disposes.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="at">When it was taken, since the clip's beginning.</param>
    /// <returns>When the eyes were last open and open again, where this picture ends a blink; null otherwise.</returns>
    public (TimeSpan Open, TimeSpan OpenAgain)? Watch(VideoFrame frame, TimeSpan at)
    {
        var findings = _examiner.Examine(frame, []);
        var evidence = _examiner.Evidence;
        if (findings.Flaw == nameof(FrameFlaw.NoFace)) return null;   // one picture's miss is no end of a blink; time is
        if (findings.Flaw != nameof(FrameFlaw.None) || evidence.Mesh is not { } mesh || evidence.Pose is not { } pose)
        {
            _machine.HandleUnusable();
            return null;
        }

        var reading = new EyeReading(
            new(at, at), mesh.RightEye, mesh.LeftEye, evidence.Box.Centre, evidence.Box.Width, pose.Yaw, pose.Pitch);
        return _machine.TryHandle(reading, out var blink) ? (blink.Start.Captured, blink.End.Captured) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _examiner.Dispose();
}
