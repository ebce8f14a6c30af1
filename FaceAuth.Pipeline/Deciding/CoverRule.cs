using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Says what covers a face from what the models that look for covers found.</summary>
/// <remarks>
/// The mask model takes many sunglasses for masks, so that it alone flags a face but names nothing. Holds no state; safe from many threads.
/// </remarks>
/// <param name="options">Limits.</param>
/// <param name="coveredAt">The landmarker's own margin above which a point counts as covered, where the options set none.</param>
internal sealed class CoverRule(FaceGateOptions options, float coveredAt)
{
    readonly float _coveredAt = options.CoveredAt ?? coveredAt;

    /// <summary>What covers the face and is not allowed to.</summary>
    /// <param name="frame">The picture.</param>
    /// <param name="byLight">Whether what light and colour tell counts too; in shadow they call eyes covered that are not.</param>
    public Cover Of(FrameEvidence frame, bool byLight = true) => Seen(frame, byLight) switch
    {
        Cover.Mask when options.AllowsMask => Cover.None,
        Cover.Sunglasses when options.AllowsSunglasses => Cover.None,
        Cover.Eye when options.AllowsCoveredEye => Cover.None,
        Cover.Mouth when options.AllowsCoveredMouth => Cover.None,
        var cover => cover,
    };

    /// <summary>What covers the face, allowed or not.</summary>
    public Cover Seen(FrameEvidence frame, bool byLight = true)
    {
        if (frame.Obstacle is not { } points) return Cover.None;
        var masked = frame.Mask >= options.MaskAt;
        var eyes = points.Eyes > _coveredAt;
        // no word of light and colour here: both are judged by the cheeks', which a mask covers
        if (masked && !eyes && points.LowerFace > Math.Min(_coveredAt, options.CoveredWithMaskAt)) return Cover.Mask;
        var scores = byLight ? frame.Covered.GetValueOrDefault(Nothing) : Nothing;
        eyes |= scores.Eyes > options.EyeCoveredAt;
        // dark glasses alone often cover the nose's point as well
        var lower = (eyes ? points.Mouth : points.LowerFace) > _coveredAt || scores.Mouth > options.MouthCoveredAt;
        return (eyes, lower) switch
        {
            (false, false) => masked ? Cover.Other : Cover.None,
            (false, true) => Cover.Mouth,
            (true, true) => Cover.Other,
            (true, false) => AreBoth(points, scores) ? Cover.Sunglasses : Cover.Eye,
        };
    }

    bool AreBoth(in ObstacleScores points, in CoverScores scores) =>
        MathF.Min(points.LeftEye, points.RightEye) > _coveredAt || scores.BothEyes > options.BothEyesCoveredAt;

    static readonly CoverScores Nothing = new(float.MinValue, float.MinValue, float.MinValue);
}
