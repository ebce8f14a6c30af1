using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Which points of a face are covered (SeetaFace6 mask landmarker). Owns its tensors: one thread at a time.</summary>
internal sealed class ObstacleModel : IDisposable
{
    /// <summary>Looks at the face in <paramref name="face"/>.</summary>
    public ObstacleScores Run(PicturePyramid picture, in Box face) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
