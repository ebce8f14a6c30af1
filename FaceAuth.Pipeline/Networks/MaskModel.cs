using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;

namespace FaceAuth.Pipeline.Networks;

/// <summary>Probability that a face wears a mask, 0–1 (SeetaFace6 mask detector).</summary>
/// <remarks>It calls many sunglasses a mask: it supports <see cref="ObstacleModel"/> and never names the object alone.</remarks>
/// <param name="session">The model.</param>
internal sealed class MaskModel(OnnxSession session) : FaceCropModel<float>(session, PictureBorder.Repeat, [1, 2, 1, 1])
{
    /// <inheritdoc/>
    public override float Read(int item) => Tensors.Output(0, item)[0];
}
