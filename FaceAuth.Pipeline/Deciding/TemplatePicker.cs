using System.Numerics.Tensors;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Picks the best pictures of one person: clear, looking straight, apart in time and agreeing with each other. They
/// become templates, or the probe of a search. Sans-IO.
/// </summary>
/// <param name="options">How many and how alike.</param>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class TemplatePicker(EnrolOptions options, int embeddingLength)
{
    readonly List<Pick> _picks = new(options.Templates);
    List<Pick>? _agreeing;   // of the picks as they are now
    int _pictures;

    /// <summary>Whether there is enough to choose from.</summary>
    public bool IsReady =>
        _pictures >= options.Pictures && _picks.Count >= options.MinTemplates && Agreeing().Count >= options.MinTemplates;

    /// <summary>Share of what is needed, 0–1.</summary>
    public double Progress =>
        Math.Min(1, Math.Min((double)_pictures / options.Pictures, (double)_picks.Count / options.MinTemplates));

    /// <summary>Offers a picture that passed every gate; its embedding is copied if it is kept.</summary>
    /// <param name="captured">When it was taken.</param>
    /// <param name="embedding">L2 norm 1.</param>
    /// <param name="quality">0–1, higher is better.</param>
    public void Add(TimeSpan captured, ReadOnlySpan<float> embedding, float quality)
    {
        _pictures++;
        var near = _picks.FindIndex(pick => (pick.At - captured).Duration() < options.Apart);
        Pick pick;
        if (near >= 0) pick = _picks[near];
        else if (_picks.Count < options.Templates) _picks.Add(pick = new Pick(embeddingLength));
        else pick = _picks.MinBy(pick => pick.Quality)!;
        if (pick.Quality >= quality) return;
        pick.Take(captured, embedding, quality);
        _agreeing = null;
    }

    /// <summary>The chosen embeddings with their qualities, the best first; copies.</summary>
    public IReadOnlyList<(float[] Embedding, float Quality)> Choose() =>
        [.. Agreeing().Select(pick => (pick.Embedding.ToArray(), pick.Quality))];

    /// <summary>The chosen embeddings' mean, L2 norm 1; a copy.</summary>
    public float[] Probe()
    {
        var sum = new float[embeddingLength];
        foreach (var pick in Agreeing()) TensorPrimitives.Add(sum, pick.Embedding, sum);
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm(sum), sum);
        return sum;
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _picks.Clear();
        (_agreeing, _pictures) = (null, 0);
    }

    // from the best down, each that agrees with all taken before it
    List<Pick> Agreeing()
    {
        if (_agreeing is not null) return _agreeing;
        List<Pick> taken = [];
        foreach (var pick in _picks.OrderByDescending(pick => pick.Quality))
        {
            if (taken.TrueForAll(other => TensorPrimitives.Dot(pick.Embedding, other.Embedding) >= options.AgreeAt)) taken.Add(pick);
        }

        return _agreeing = taken;
    }

    sealed class Pick(int length)
    {
        public float[] Embedding { get; } = new float[length];

        public TimeSpan At { get; private set; }

        public float Quality { get; private set; } = -1;

        public void Take(TimeSpan at, ReadOnlySpan<float> embedding, float quality)
        {
            (At, Quality) = (at, quality);
            embedding.CopyTo(Embedding);
        }
    }
}
