using System.Numerics;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Networks;

/// <summary>How sure it is that what a detector found is a human face: a logistic regression on what detector and mesh say of it.</summary>
/// <remarks>
/// Either alone takes dogs that look into the camera for people. Weights are the detector's, in models/manifest.json ("confirm…"); one that
/// is not there is 0. Only where things lie and how sure the models are count, no colour. Safe from many threads.
/// </remarks>
/// <param name="Side">Side of the square that the detector looks at, in pixels.</param>
internal sealed record FaceConfirmation(int Side)
{
    /// <summary>Width in the detector's own pixels below which a face counts as small, above as large.</summary>
    public const float PlainWidth = 64;

    // beyond it a face gets no more unusual by being larger
    const float LargestWidth = 200;

    // a float's presence ends at 1 − 6e-8; what lies beyond is no surer
    const float MostOdds = 10;

    /// <summary>Weight of the log-odds of the detector's score.</summary>
    public float Score { get; init; }

    /// <summary>Weight of ln(width ÷ <see cref="PlainWidth"/>) of small faces, which score less.</summary>
    public float Small { get; init; }

    /// <summary>The same of large ones, which score less with some detectors.</summary>
    public float Large { get; init; }

    /// <summary>Weight of the log-odds of the mesh's presence.</summary>
    public float Presence { get; init; }

    /// <summary>Weight of the box's height over its width; snouts lie in wide ones.</summary>
    public float Aspect { get; init; }

    /// <summary>
    /// Weight of the logarithm of how far the detector's five points lie from the mesh's on average, in widths of the box.
    /// </summary>
    public float Apart { get; init; }

    /// <summary>Start of the sum.</summary>
    public float Base { get; init; }

    /// <summary>The detector's weights; null where the manifest has none: then the mesh's presence confirms alone.</summary>
    public static FaceConfirmation? Of(ModelEntry detector, int side)
    {
        if (detector.Thresholds.All(threshold => threshold.Name != "confirmBase")) return null;
        return new(side)
        {
            Score = Weight("confirmScore"),
            Small = Weight("confirmSmall"),
            Large = Weight("confirmLarge"),
            Presence = Weight("confirmPresence"),
            Aspect = Weight("confirmAspect"),
            Apart = Weight("confirmApart"),
            Base = Weight("confirmBase"),
        };

        float Weight(string name) => detector.Thresholds.FirstOrDefault(threshold => threshold.Name == name)?.Value ?? 0;
    }

    /// <summary>Judges a face. Allocates nothing.</summary>
    /// <param name="face">What the detector found.</param>
    /// <param name="longerSide">The picture's longer side in pixels.</param>
    /// <param name="mesh">What the mesh says of it.</param>
    /// <returns>Log-odds, from 0 up a face; −∞ where one of the numbers is none: doubt refuses.</returns>
    public float Judge(in DetectedFace face, int longerSide, in MeshResult mesh)
    {
        var width = Math.Clamp(face.Box.Width * Side / longerSide, 1, LargestWidth);
        var sum = Base
            + Score * Odds(face.Score)
            + Small * MathF.Log(MathF.Min(width / PlainWidth, 1))
            + Large * MathF.Log(MathF.Max(width / PlainWidth, 1))
            + Presence * Odds(mesh.Presence)
            + Aspect * (face.Box.Height / face.Box.Width)
            + Apart * MathF.Log(MathF.Max(Distance(face.Points, mesh.Points) / face.Box.Width, 1e-3f));
        return float.IsNaN(sum) ? float.NegativeInfinity : sum;
    }

    static float Odds(float probability) => Math.Clamp(MathF.Log(probability / (1 - probability)), -MostOdds, MostOdds);

    static float Distance(in FacePoints detector, in FacePoints mesh) =>
        (Vector2.Distance(detector.LeftEye, mesh.LeftEye) + Vector2.Distance(detector.RightEye, mesh.RightEye)
            + Vector2.Distance(detector.Nose, mesh.Nose)
            + Vector2.Distance(detector.LeftMouth, mesh.LeftMouth) + Vector2.Distance(detector.RightMouth, mesh.RightMouth)) / 5;
}
