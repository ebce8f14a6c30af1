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

    /// <summary>Pictures a worker takes at a time. 1–64, default 1; more only helps a model that takes batches.</summary>
    [Range(1, 64)] public int Batch { get; init; } = 1;

    /// <summary>Pictures that may wait for the stage. 1–256, default 4; when full, the stage before waits.</summary>
    [Range(1, 256)] public int Capacity { get; init; } = 4;
}
