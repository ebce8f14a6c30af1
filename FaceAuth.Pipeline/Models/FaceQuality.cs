using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Light, sharpness and noise of a face (SeetaFace6 quality LBN). Owns its tensors: one thread at a time.</summary>
internal sealed class FaceQuality : IDisposable
{
    /// <summary>Rates the face in <paramref name="face"/>.</summary>
    public QualityScores Run(PicturePyramid picture, in Box face) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
