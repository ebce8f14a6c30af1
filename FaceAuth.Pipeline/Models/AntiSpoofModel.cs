using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Live face or presentation attack (MiniFASNet V2 and V1SE at two scales). Owns its tensors: one thread at a time.</summary>
internal sealed class AntiSpoofModel : IDisposable
{
    /// <summary>Scores the face in <paramref name="face"/>.</summary>
    public AntiSpoofScores Run(PicturePyramid picture, in Box face) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
