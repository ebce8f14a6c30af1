using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Says whether one picture counts, and if not, what is wrong with it. Holds no state; safe from many threads.</summary>
/// <param name="options">Limits.</param>
/// <param name="coveredAt">The model's own margin above which a point counts as covered, where the options set none.</param>
internal sealed class FaceGate(FaceGateOptions options, float coveredAt)
{
    const float SideFrom = MathF.PI / 3;   // 60°

    // LFW's faces have a median sharpness of 0.43 at 94 pixels, and of 0.19 at 66
    const float CloserBelow = 1.25f;

    readonly CoverRule _cover = new(options, coveredAt);

    /// <summary>The first flaw of a picture as far as it has been looked at; what no model looked at is no flaw.</summary>
    public FrameFlaw Judge(FrameEvidence frame)
    {
        if (frame.Faces > 1) return FrameFlaw.ManyFaces;   // also where the mesh sees none: two people in profile
        if (frame.IsOnItsSide) return FrameFlaw.OnItsSide;
        if (!HasFace(frame)) return FrameFlaw.NoFace;
        if (IsCutOff(frame)) return FrameFlaw.CutOff;      // what lies beyond the border can be judged neither bare nor covered
        if (IsTilted(frame)) return FrameFlaw.OnItsSide;
        // what the light does not show can be judged neither bare nor covered
        if (frame.Quality?.Light < options.MinLight) return FrameFlaw.TooDark;
        if (frame.Colour < options.MinColour) return FrameFlaw.Colourless;
        if (CoverOf(frame) != Cover.None) return IsShadow(frame) ? FrameFlaw.TooDark : FrameFlaw.Obstructed;
        if (IsTooSmall(frame)) return FrameFlaw.TooSmall;
        if (frame.Box.Height > options.MaxShare * frame.Height) return FrameFlaw.TooLarge;
        if (IsPartlyHidden(frame)) return FrameFlaw.CutOff;
        if (frame.Quality?.Sharpness < (frame.SharpFrom ?? options.MinSharpness)) return BlurOf(frame);
        return IsTurned(frame) ? FrameFlaw.TurnedAway : FrameFlaw.None;
    }

    /// <summary>Whether a face was found and is confirmed.</summary>
    /// <remarks>
    /// What covers a face hides it from the mesh and unsettles the detector: then the models that look for covers confirm it instead.
    /// </remarks>
    public bool HasFace(FrameEvidence frame) => frame.Faces > 0 && (IsConfirmed(frame) || IsSeenCovered(frame));

    /// <summary>Whether the mesh confirms the face, and detector and mesh together do.</summary>
    public bool IsConfirmed(FrameEvidence frame) =>
        frame.Mesh is not { } mesh || (mesh.Presence >= options.Presence && !(frame.Certainty < options.ConfirmAt));

    /// <summary>
    /// How good a template the face makes, 0–1: sharp, well lit (0.65 is as good as it gets), looking straight at the camera.
    /// </summary>
    public float QualityOf(FrameEvidence frame)
    {
        if (frame is not { Quality: { } quality, Pose: { } pose }) return 0;
        var turned = (MathF.Abs(pose.Yaw) / options.MaxYaw + MathF.Abs(pose.Pitch) / options.MaxPitch) / 2;
        return Math.Clamp(quality.Sharpness * MathF.Min(1, quality.Light / 0.65f) * (1 - 0.5f * turned), 0, 1);
    }

    bool IsSeenCovered(FrameEvidence frame) =>
        (frame.Mesh?.Presence >= options.Presence || frame.Mask >= options.MaskAt) && _cover.Seen(frame) != Cover.None;

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

    /// <summary>What covers the face and is not allowed to.</summary>
    public Cover CoverOf(FrameEvidence frame) => _cover.Of(frame);

    /// <summary>What to call a picture that is not sharp enough: a small face is sharper from nearer by, whatever the camera.</summary>
    public FrameFlaw BlurOf(FrameEvidence frame) =>
        frame.Box.Width < CloserBelow * options.MinWidth ? FrameFlaw.TooSmall : FrameFlaw.Blurred;

    bool IsTooSmall(FrameEvidence frame) =>
        frame.Box.Width < options.MinWidth || frame.Box.Width < options.MinShare * Math.Min(frame.Width, frame.Height);

    bool IsCutOff(FrameEvidence frame) => CutOff(frame) > options.MaxCutOff;

    /// <summary>How much of the face's width or height lies beyond the border; below 0 where it keeps away.</summary>
    internal static float CutOff(FrameEvidence frame)
    {
        var box = frame.Box;
        var across = MathF.Max(-box.X, box.Right - frame.Width) / box.Width;
        return MathF.Max(across, MathF.Max(-box.Y, box.Bottom - frame.Height) / box.Height);
    }

    bool IsPartlyHidden(FrameEvidence frame) => Hidden(frame) > options.MaxHidden;

    /// <summary>How far a cheek or the chin lies beyond the border, as a share of the face's width; null without a mesh.</summary>
    /// <remarks>A detector's box ends at the border where the face does not: the mesh knows where cheeks and chin would be.</remarks>
    internal static float? Hidden(FrameEvidence frame)
    {
        if (frame.Mesh is not { } mesh) return null;
        var across = mesh.Points.RightEye - mesh.Points.LeftEye;
        var down = new Vector2(-across.Y, across.X);
        var chin = (mesh.Points.LeftEye + mesh.Points.RightEye) / 2 + 1.6f * down;
        var cheeks = MathF.Max(Beyond(mesh.Points.LeftEye - 0.7f * across), Beyond(mesh.Points.RightEye + 0.7f * across));
        return MathF.Max(cheeks, Beyond(chin)) / frame.Box.Width;

        float Beyond(Vector2 place) =>
            MathF.Max(MathF.Max(-place.X, place.X - frame.Width), MathF.Max(-place.Y, place.Y - frame.Height));
    }

    // by the line between the eyes: nobody tilts the head as far
    static bool IsTilted(FrameEvidence frame) => frame.Mesh is { } mesh && MathF.Abs(mesh.Points.Tilt) > SideFrom;

    // Shadow lies on eyes and mouth as covers do. Where only light and colour speak of one, more light tells which it is.
    bool IsShadow(FrameEvidence frame) =>
        frame.Quality?.Light < options.ShadowBelow && _cover.Of(frame, byLight: false) == Cover.None;

    bool IsTurned(FrameEvidence frame) =>
        frame.Pose is { } pose
        && (Math.Abs(pose.Yaw) > options.MaxYaw || Math.Abs(pose.Pitch) > options.MaxPitch || Math.Abs(pose.Roll) > options.MaxRoll);
}
