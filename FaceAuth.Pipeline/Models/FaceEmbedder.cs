using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Models;

/// <summary>Turns a face into a unit vector whose cosine to another says how alike they are. Owns its tensors: one thread at a time.</summary>
internal sealed class FaceEmbedder : IDisposable
{
    /// <summary>Id of the model, as in the manifest. Templates of different models never compare.</summary>
    public string ModelId => throw new NotImplementedException();

    /// <summary>Length of the embedding.</summary>
    public int Length => throw new NotImplementedException();

    /// <summary>Aligns the face to the 112×112 ArcFace template and embeds it.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="points">The face's five points.</param>
    /// <param name="embedding">Receives <see cref="Length"/> floats, L2 norm 1 ± 1e-5.</param>
    /// <returns>Norm before scaling: unitless, above 0, larger for clearer faces.</returns>
    /// <exception cref="ArgumentException"><paramref name="embedding"/> has another length; nothing is written.</exception>
    public float Embed(PicturePyramid picture, in FacePoints points, Span<float> embedding) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
