using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Stages;

/// <summary>How one stage works.</summary>
internal sealed record StageOptions
{
    /// <summary>
    /// Workers, each with its own tensors. 0–64, default 0: one a thread, and two on a GPU, of which one draws while the other runs.
    /// </summary>
    /// <remarks>They share <see cref="PipelineOptions.Threads"/>.</remarks>
    [Range(0, 64)] public int Workers { get; init; }

    /// <summary>Pictures of different sessions that a worker takes at a time.</summary>
    /// <remarks>
    /// 0–64, default 0: 1 on processors, on a GPU as many as the models look at in one run
    /// (<see cref="Inference.InferenceOptions.MaxBatch"/>). More needs as many <see cref="PipelineOptions.UnderWay"/>.
    /// </remarks>
    [Range(0, 64)] public int Batch { get; init; }

    /// <summary>
    /// How long the first picture of a batch may wait for others. 0–50 ms, default 0: on processors waiting gains nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.050")] public TimeSpan Linger { get; init; }

    /// <summary>With what is left to the models settled.</summary>
    /// <param name="atOnce">Pictures that the models look at in one run.</param>
    internal StageOptions For(int atOnce)
    {
        if (Batch > 0) return this;
        return this with { Batch = atOnce, Workers = Workers == 0 && atOnce > 1 ? 2 : Workers };
    }
}
