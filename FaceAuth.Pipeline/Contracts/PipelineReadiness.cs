namespace FaceAuth.Pipeline.Contracts;

/// <summary>Whether the pipeline can work.</summary>
/// <param name="IsReady">True when every model of the pack is loaded.</param>
/// <param name="Problem">What is wrong and what to do about it; null when ready.</param>
/// <param name="Pack">The model pack in use.</param>
/// <param name="Models">Ids of the loaded models.</param>
public sealed record PipelineReadiness(bool IsReady, string? Problem, string Pack, IReadOnlyList<string> Models)
{
    /// <summary>What the operator should know though the pipeline works, e.g. that the processor stands in for a GPU; else null.</summary>
    public string? Notice { get; init; }

    /// <summary>What the models run on: "Cpu", "Cuda" or another inference provider by its name; null while none is loaded.</summary>
    public string? RunsOn { get; init; }
}
