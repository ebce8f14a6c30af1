using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// Whether a face wears a mask (SeetaFace6 mask detector). It calls many sunglasses a mask: it supports
/// <see cref="ObstacleModel"/> and never names the object alone. Owns its tensors: one thread at a time.
/// </summary>
internal sealed class MaskModel : IDisposable
{
    /// <summary>Probability of a mask on the face in <paramref name="face"/>, 0–1.</summary>
    public float Run(PicturePyramid picture, in Box face) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
