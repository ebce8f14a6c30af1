using System.Numerics;
using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Inference;
using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Networks;

/// <summary>
/// Turns a face into a unit vector whose cosine to another says how alike they are (ArcFace, https://arxiv.org/abs/1801.07698).
/// </summary>
/// <remarks>Owns its tensors: one thread at a time.</remarks>
internal sealed class FaceEmbedder : IBatchedModel<FacePoints>, IDisposable
{
    const int Side = 112;

    // Where the five points lie in an aligned face of 112 × 112 pixels.
    static readonly Vector2[] Template =
        [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];

    /// <summary>The five points of a face that is aligned already.</summary>
    internal static readonly FacePoints Aligned = new(Template[0], Template[1], Template[2], Template[3], Template[4]);

    readonly OnnxRun _run;
    readonly ModelEntry _model;
    readonly TensorFormat _format;

    /// <param name="session">The model.</param>
    public FaceEmbedder(OnnxSession session)
    {
        _model = session.Model;
        _run = new(session, [1, 3, Side, Side], [1, Length]);
        _format = _model.Format(PictureBorder.Black);
    }

    /// <summary>Id of the model, as in the manifest. Templates of different models never compare.</summary>
    public string ModelId => _model.Id;

    /// <summary>Most faces of one run.</summary>
    public int MaxBatch => _run.MaxBatch;

    /// <summary>Length of the embedding.</summary>
    public int Length => _model.EmbeddingLength;

    /// <summary>Aligns the face to the 112×112 ArcFace template and embeds it. Allocates nothing.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="points">The face's five points, best <see cref="MeshResult.Points"/>.</param>
    /// <param name="embedding">Receives <see cref="Length"/> floats, L2 norm 1 ± 1e-5.</param>
    /// <returns>Norm before scaling: unitless, above 0, larger for clearer faces.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="embedding"/> has another length, or the points coincide; nothing is written.
    /// </exception>
    public float Embed(PicturePyramid picture, in FacePoints points, Span<float> embedding)
    {
        if (embedding.Length != Length)
            throw new ArgumentException($"{ModelId} makes {Length} floats, not {embedding.Length}.", nameof(embedding));
        Draw(0, picture, points);
        Run(1);
        return Read(0, embedding);
    }

    /// <summary>Aligns a face into place <paramref name="item"/> of the next run.</summary>
    /// <exception cref="ArgumentException">The points coincide.</exception>
    public void Draw(int item, PicturePyramid picture, in FacePoints place) =>
        picture.Sample(ToPicture(place), _format, _run.InputOf(item));

    /// <summary>Embeds the first <paramref name="count"/> faces drawn, at most <see cref="MaxBatch"/>.</summary>
    public void Run(int count) => _run.Run(count);

    /// <summary>The embedding of the face in place <paramref name="item"/> of the last run; as <see cref="Embed"/>.</summary>
    public float Read(int item, Span<float> embedding)
    {
        if (embedding.Length != Length)
            throw new ArgumentException($"{ModelId} makes {Length} floats, not {embedding.Length}.", nameof(embedding));
        var raw = _run.Output(0, item);
        var norm = TensorPrimitives.Norm(raw);
        TensorPrimitives.Divide(raw, norm, embedding);
        return norm;
    }

    /// <inheritdoc/>
    public void Dispose() => _run.Dispose();

    /// <summary>From the aligned face's pixels to the picture's.</summary>
    internal static Matrix3x2 ToPicture(in FacePoints points)
    {
        Span<Vector2> found = stackalloc Vector2[5];
        points.CopyTo(found);
        return SimilarityTransform.Invert(SimilarityTransform.Estimate(found, Template));
    }
}
