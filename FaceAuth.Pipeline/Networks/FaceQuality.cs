using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Light, sharpness and noise of a face (SeetaFace6 quality LBN).</summary>
/// <param name="session">The model.</param>
internal sealed class FaceQuality(OnnxSession session)
    : FaceCropModel<QualityScores>(session, PictureBorder.Repeat, [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1])
{
    /// <inheritdoc/>
    public override QualityScores Read(int item) => new(Tensors.Output(0, item)[0], Tensors.Output(1, item)[0], Tensors.Output(2, item)[0]);
}
