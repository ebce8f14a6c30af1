using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Picks the clearest picture of a verification that may become a template beside the enrolled ones. Sans-IO.</summary>
/// <param name="options">When a picture may.</param>
/// <param name="acceptAt">Cosine similarity demanded of a match.</param>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class AdaptPicker(AdaptOptions options, float acceptAt, int embeddingLength)
{
    readonly float[] _embedding = new float[options.Enabled ? embeddingLength : 0];
    float _quality = -1;

    /// <summary>Offers a picture that counted and matched; its embedding is copied if it is the best so far. Allocates nothing.</summary>
    /// <param name="embedding">L2 norm 1.</param>
    /// <param name="similarity">Highest similarity to any of the subject's templates.</param>
    /// <param name="enrolled">Highest similarity to those that an enrolment stored; null where that is not known.</param>
    /// <param name="quality">0–1, higher is better.</param>
    public void Add(ReadOnlySpan<float> embedding, float similarity, float? enrolled, float quality)
    {
        if (!options.Enabled || quality <= _quality || !(enrolled >= acceptAt + options.Margin) || !(similarity < options.NewBelow)) return;
        _quality = quality;
        embedding.CopyTo(_embedding);
    }

    /// <summary>The picture chosen, a copy, and its quality; null when none may.</summary>
    public (float[] Embedding, float Quality)? Choose() => _quality < 0 ? null : (_embedding.ToArray(), _quality);

    /// <summary>Forgets everything.</summary>
    public void Reset() => _quality = -1;
}
