using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline;

/// <summary>How one stage works.</summary>
public sealed record StageOptions
{
    /// <summary>
    /// Workers, each with its own tensors. 0–64, default 0: one a thread. They share
    /// <see cref="PipelineOptions.Threads"/>; on a GPU one with a larger <see cref="Batch"/> does.
    /// </summary>
    [Range(0, 64)] public int Workers { get; init; }

    /// <summary>
    /// Pictures of different sessions that a worker takes at a time. 1–64, default 1; more only helps a model that takes
    /// batches, and needs as many <see cref="PipelineOptions.UnderWay"/>.
    /// </summary>
    [Range(1, 64)] public int Batch { get; init; } = 1;

    /// <summary>
    /// How long the first picture of a batch may wait for others. 0–50 ms, default 0: on processors waiting gains nothing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.050")] public TimeSpan Linger { get; init; }
}
