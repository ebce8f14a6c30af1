using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Which points of a face are covered (SeetaFace6 mask landmarker).</summary>
/// <param name="session">The model.</param>
internal sealed class ObstacleModel(OnnxSession session) : FaceCropModel<ObstacleScores>(session, PictureBorder.Repeat, [1, 20])
{
    /// <inheritdoc/>
    public override ObstacleScores Read(int item)
    {
        var raw = Tensors.Output(0, item);
        return new(Margin(raw, 0), Margin(raw, 1), Margin(raw, 2), Margin(raw, 3), Margin(raw, 4));
    }

    // A point is x, y, visible, covered.
    static float Margin(ReadOnlySpan<float> raw, int point) => raw[4 * point + 3] - raw[4 * point + 2];
}
