using System.Numerics.Tensors;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Picks the best pictures of one person: clear, looking straight, apart in time and agreeing with each other.</summary>
/// <remarks>They become templates, or the probe of a search. Sans-IO.</remarks>
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
        if (Near(captured) is { } near)
        {
            if (near.Quality < quality) Take(near, near.Since, embedding, quality);
            return;
        }

        if (_picks.Count < options.Templates) _picks.Add(new Pick(embeddingLength));
        var worst = Worst();
        if (worst.Quality < quality) Take(worst, captured, embedding, quality);
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

    void Take(Pick pick, TimeSpan since, ReadOnlySpan<float> embedding, float quality)
    {
        (pick.Since, pick.Quality) = (since, quality);
        embedding.CopyTo(pick.Embedding);
        _agreeing = null;
    }

    Pick? Near(TimeSpan captured)
    {
        foreach (var pick in _picks)
        {
            if ((pick.Since - captured).Duration() < options.Apart) return pick;
        }

        return null;
    }

    Pick Worst()
    {
        var worst = _picks[0];
        foreach (var pick in _picks)
        {
            if (pick.Quality < worst.Quality) worst = pick;
        }

        return worst;
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

        /// <summary>The first picture that this one is the best of; moving on with better ones, it would swallow all.</summary>
        public TimeSpan Since { get; set; }

        public float Quality { get; set; } = -1;
    }
}
