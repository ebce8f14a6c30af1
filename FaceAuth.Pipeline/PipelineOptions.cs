using System.ComponentModel.DataAnnotations;
using FaceAuth.Pipeline.Stages;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline;

/// <summary>How pictures move through the pipeline. Section "Pipeline".</summary>
internal sealed record PipelineOptions
{
    /// <summary>Runs open at once, with pictures and without; one more is answered "busy". 1–10 000, default 128.</summary>
    [Range(1, 10_000)] public int MaxRuns { get; init; } = 128;

    /// <summary>Pictures a second that every run shall get.</summary>
    /// <remarks>
    /// Where the measured cost of a picture leaves less, a new run is answered "busy", or turned away at its first picture, and a run that
    /// gets less counts as kept waiting by the server. Only runs with pictures count. 0–30, default 12: a blink closes the eyes for 100 ms and must be met by a picture. 0 admits up to <see cref="MaxRuns"/>.
    /// </remarks>
    [Range(0.0, 30.0)] public double LeastRate { get; init; } = 12;

    /// <summary>Threads that all stages share. 0–256, default 0: as many as the machine has processors.</summary>
    [Range(0, 256)] public int Threads { get; init; }

    /// <summary>
    /// Pictures under way at once over all runs. 0–1024, default 0: two a thread, and twice the largest batch where a stage takes batches.
    /// </summary>
    /// <remarks>More add latency.</remarks>
    [Range(0, 1024)] public int UnderWay { get; init; }

    /// <summary>Events that may wait for a slow reader before guidance, progress and reports are dropped. 4–1024, default 64.</summary>
    [Range(4, 1024)] public int EventCapacity { get; init; } = 64;

    /// <summary>How late a time limit may be noticed. 5–500 ms, default 50 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:00.500")] public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often missing or broken models are looked for again. 1 s–1 h, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan ModelRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Search for faces.</summary>
    [Required, ValidateObjectMembers] public StageOptions Detect { get; init; } = new();

    /// <summary>Mesh, eyes.</summary>
    [Required, ValidateObjectMembers] public StageOptions Landmarks { get; init; } = new();

    /// <summary>Pose, light, sharpness.</summary>
    [Required, ValidateObjectMembers] public StageOptions Quality { get; init; } = new();

    /// <summary>What covers the face.</summary>
    [Required, ValidateObjectMembers] public StageOptions Obstacle { get; init; } = new();

    /// <summary>Live or attack.</summary>
    [Required, ValidateObjectMembers] public StageOptions AntiSpoof { get; init; } = new();

    /// <summary>Who.</summary>
    [Required, ValidateObjectMembers] public StageOptions Embed { get; init; } = new();

    /// <summary>Decision; has no model.</summary>
    [Required, ValidateObjectMembers] public StageOptions Decide { get; init; } = new() { Workers = 1 };

    /// <summary>A stage's <see cref="StageOptions.Workers"/>, worked out.</summary>
    internal int WorkerCount(StageOptions stage) => stage.Workers > 0 ? stage.Workers : Math.Min(ThreadCount, 64);

    /// <summary>Time between two pictures of a run above which the server keeps it waiting.</summary>
    internal TimeSpan SlowApart => TimeSpan.FromSeconds(1 / (LeastRate > 0 ? LeastRate : 12));

    /// <summary><see cref="Threads"/>, worked out.</summary>
    internal int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    /// <summary><see cref="UnderWay"/>, worked out.</summary>
    internal int JobCount => UnderWay > 0 ? UnderWay : Math.Max(2 * ThreadCount, LargestBatch > 1 ? 2 * LargestBatch : 0);

    /// <summary>The largest <see cref="StageOptions.Batch"/> of all stages.</summary>
    internal int LargestBatch =>
        new[] { Detect, Landmarks, Quality, Obstacle, AntiSpoof, Embed, Decide }.Max(stage => Math.Max(1, stage.Batch));

    /// <summary>With what is left to the models settled.</summary>
    /// <param name="atOnce">Pictures that the models look at in one run.</param>
    internal PipelineOptions For(int atOnce) => this with
    {
        Detect = Detect.For(atOnce),
        Landmarks = Landmarks.For(atOnce),
        Quality = Quality.For(atOnce),
        Obstacle = Obstacle.For(atOnce),
        AntiSpoof = AntiSpoof.For(atOnce),
        Embed = Embed.For(atOnce),
        Decide = Decide.For(1),
    };
}
