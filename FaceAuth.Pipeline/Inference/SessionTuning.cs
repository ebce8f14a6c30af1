namespace FaceAuth.Pipeline.Inference;

/// <summary>What <see cref="InferenceOptions"/> does not offer, because measurement has settled it; the benchmark turns it round.</summary>
internal sealed record SessionTuning
{
    /// <summary>Whether idle threads of a run spin: no faster with one thread a run, and it takes the cores away from decoding.</summary>
    public bool Spins { get; init; }

    /// <summary>Whether memory between operations comes from an arena.</summary>
    public bool Arena { get; init; } = true;

    /// <summary>Whether that memory is laid out once and taken in one piece.</summary>
    public bool MemoryPattern { get; init; } = true;

    /// <summary>
    /// Whether a GPU tries out every way to compute a convolution at a shape's first run, rather than estimating the best.
    /// </summary>
    public bool TriesConvolutions { get; init; }

    /// <summary>Whether convolutions use the processor's blocked layout, ONNX Runtime's highest optimisation level.</summary>
    public bool BlockedLayout { get; init; } = true;
}
