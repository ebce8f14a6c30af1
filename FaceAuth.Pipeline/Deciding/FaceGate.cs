using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Says whether one picture counts, and if not, what is wrong with it. Holds no state; safe from many threads.</summary>
/// <param name="options">Limits.</param>
/// <param name="coveredAt">The model's own margin above which a point counts as covered, where the options set none.</param>
internal sealed class FaceGate(FaceGateOptions options, float coveredAt)
{
    readonly float _coveredAt = options.CoveredAt ?? coveredAt;

    /// <summary>The first flaw of a picture as far as it has been looked at; what no model looked at is no flaw.</summary>
    public FrameFlaw Judge(FrameEvidence frame)
    {
        if (frame.Faces > 1) return FrameFlaw.ManyFaces;   // also where the mesh sees none: two people in profile
        if (!HasFace(frame)) return FrameFlaw.NoFace;
        if (CoverOf(frame) != Cover.None) return FrameFlaw.Obstructed;
        if (IsTooSmall(frame)) return FrameFlaw.TooSmall;
        if (frame.Box.Height > options.MaxShare * frame.Height) return FrameFlaw.TooLarge;
        if (IsCutOff(frame)) return FrameFlaw.CutOff;
        if (frame.Quality is { } quality)
        {
            if (quality.Light < options.MinLight) return FrameFlaw.TooDark;
            if (quality.Sharpness < options.MinSharpness) return FrameFlaw.Blurred;
        }

        return IsTurned(frame) ? FrameFlaw.TurnedAway : FrameFlaw.None;
    }

    /// <summary>
    /// Whether a face was found and the mesh confirms it. A mask may hide a face from the mesh: then the models that
    /// look for covers confirm it instead.
    /// </summary>
    public bool HasFace(FrameEvidence frame)
    {
        if (frame.Faces == 0) return false;
        return frame.Mesh is not { } mesh || mesh.Presence >= options.Presence
            || (frame.Mask >= options.MaskAt && CoverOf(frame) != Cover.None);
    }

    /// <summary>How many of the faces that a detector found matter; the largest is the main one.</summary>
    /// <param name="faces">What the detector found.</param>
    /// <param name="main">Index of the main face; −1 when there is none.</param>
    public int Count(ReadOnlySpan<DetectedFace> faces, out int main)
    {
        main = -1;
        for (var i = 0; i < faces.Length; i++)
        {
            if (main < 0 || faces[i].Box.Area > faces[main].Box.Area) main = i;
        }

        var count = main < 0 ? 0 : 1;
        for (var i = 0; i < faces.Length; i++)
        {
            if (i == main || faces[i].Score < options.OtherFaceScore) continue;
            if (faces[i].Box.Width >= options.OtherFaceShare * faces[main].Box.Width) count++;
        }

        return count;
    }

    /// <summary>What of the face is covered.</summary>
    public Cover CoverOf(FrameEvidence frame)
    {
        if (frame.Obstacle is not { } points) return Cover.None;
        var masked = frame.Mask >= options.MaskAt;
        var eyes = points.Eyes > _coveredAt;
        var lower = points.LowerFace > (masked ? Math.Min(_coveredAt, options.CoveredWithMaskAt) : _coveredAt);
        return (eyes, lower) switch
        {
            (false, false) => masked ? Cover.Other : Cover.None,
            (true, false) => Cover.Eyes,
            (false, true) when masked => Cover.Mask,
            _ => Cover.Other,
        };
    }

    bool IsTooSmall(FrameEvidence frame) =>
        frame.Box.Width < options.MinWidth || frame.Box.Width < options.MinShare * Math.Min(frame.Width, frame.Height);

    bool IsCutOff(FrameEvidence frame)
    {
        var (box, allowed) = (frame.Box, options.MaxCutOff);
        return -box.X > allowed * box.Width || box.Right - frame.Width > allowed * box.Width
            || -box.Y > allowed * box.Height || box.Bottom - frame.Height > allowed * box.Height;
    }

    bool IsTurned(FrameEvidence frame) =>
        frame.Pose is { } pose
        && (Math.Abs(pose.Yaw) > options.MaxYaw || Math.Abs(pose.Pitch) > options.MaxPitch || Math.Abs(pose.Roll) > options.MaxRoll);
}
