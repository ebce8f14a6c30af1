using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>What is told of each flaw of a picture.</summary>
internal static class GuidanceTable
{
    /// <summary>What mends a flaw; null where there is none.</summary>
    /// <param name="flaw">The flaw.</param>
    /// <param name="isCameraHopeless">Whether the camera cannot show enough: then neither a steady hand nor coming closer mends it.</param>
    public static GuidanceCode? CodeOf(FrameFlaw flaw, bool isCameraHopeless) => flaw switch
    {
        FrameFlaw.TooSmall or FrameFlaw.Blurred when isCameraHopeless => GuidanceCode.UseSharperCamera,
        FrameFlaw.NoFace => GuidanceCode.NoFace,
        FrameFlaw.ManyFaces => GuidanceCode.OneFaceOnly,
        FrameFlaw.Obstructed => GuidanceCode.RemoveObstacle,
        FrameFlaw.TooSmall => GuidanceCode.MoveCloser,
        FrameFlaw.TooLarge => GuidanceCode.MoveBack,
        FrameFlaw.CutOff => GuidanceCode.CenterFace,
        FrameFlaw.OnItsSide => GuidanceCode.HoldUpright,
        FrameFlaw.Colourless => GuidanceCode.UseColourCamera,
        FrameFlaw.TooDark => GuidanceCode.MoreLight,
        FrameFlaw.Blurred => GuidanceCode.HoldCameraSteady,
        FrameFlaw.TurnedAway => GuidanceCode.LookStraight,
        _ => null,
    };

    /// <summary>What exactly covers the face, where that is the flaw and is known; else null.</summary>
    public static GuidanceCode? DetailOf(FrameFlaw flaw, Cover cover) => flaw != FrameFlaw.Obstructed ? null : cover switch
    {
        Cover.Mask => GuidanceCode.RemoveMask,
        Cover.Sunglasses => GuidanceCode.RemoveSunglasses,
        Cover.Eye => GuidanceCode.UncoverEyes,
        Cover.Mouth => GuidanceCode.UncoverMouth,
        _ => null,
    };

    /// <summary>Whether the challenge brings the flaw with it: then it is nothing to complain about.</summary>
    public static bool IsAskedFor(FrameFlaw flaw, ChallengeKind? challenge) => challenge switch
    {
        ChallengeKind.TurnLeft or ChallengeKind.TurnRight or ChallengeKind.NodUp or ChallengeKind.NodDown
            or ChallengeKind.Pursuit => flaw == FrameFlaw.TurnedAway,
        ChallengeKind.MoveCloser => flaw is FrameFlaw.TooLarge or FrameFlaw.CutOff,
        _ => false,
    };
}
