using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>How far a face has moved from its calm state, each way as a share of what counts.</summary>
/// <param name="Kind">The way it moved most.</param>
/// <param name="Most">How far that way; 1 counts.</param>
/// <param name="Growth">How far the face has grown, as a share of what counts; below 0 it shrank.</param>
/// <param name="Others">The most of all ways but growing.</param>
internal readonly record struct Movement(ChallengeKind Kind, float Most, float Growth, float Others)
{
    /// <summary>Compares a face with its calm state.</summary>
    /// <param name="calm">The calm state.</param>
    /// <param name="face">The face.</param>
    /// <param name="options">What counts.</param>
    /// <param name="factor">By how much a face must grow to count.</param>
    public static Movement Of(in FaceReading calm, in FaceReading face, ChallengeOptions options, float factor)
    {
        var (kind, others) = (ChallengeKind.TurnLeft, 0f);
        Take(ChallengeKind.TurnLeft, (face.Yaw - calm.Yaw) / options.TurnAt);
        Take(ChallengeKind.TurnRight, (calm.Yaw - face.Yaw) / options.TurnAt);
        Take(ChallengeKind.NodUp, (face.Pitch - calm.Pitch) / options.NodAt);
        Take(ChallengeKind.NodDown, (calm.Pitch - face.Pitch) / options.NodAt);
        var open = (face.MouthOpen - calm.MouthOpen) / options.MouthOpenAt;
        Take(ChallengeKind.OpenMouth, open);
        // a mouth wide open is no smile, however wide
        if (open < 1 && calm.MouthWidth > 0) Take(ChallengeKind.Smile, (face.MouthWidth / calm.MouthWidth - 1) / (options.SmileAt - 1));
        var growth = calm.EyeSpan > 0 ? (face.EyeSpan / calm.EyeSpan - 1) / (factor - 1) : 0;
        return growth > others ? new(ChallengeKind.MoveCloser, growth, growth, others) : new(kind, others, growth, others);

        void Take(ChallengeKind way, float share)
        {
            if (share > others) (kind, others) = (way, share);
        }
    }
}
