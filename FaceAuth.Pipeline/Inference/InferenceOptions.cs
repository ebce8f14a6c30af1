using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Inference;

/// <summary>How models are run. Section "Inference".</summary>
internal sealed record InferenceOptions : IValidatableObject
{
    /// <summary>What runs the models. Default <see cref="InferenceProvider.Auto"/>.</summary>
    [EnumDataType(typeof(InferenceProvider))] public InferenceProvider Provider { get; init; } = InferenceProvider.Auto;

    /// <summary>Threads of one run of one model, 1–64, default 1.</summary>
    /// <remarks>
    /// Sessions in parallel use the cores better than one run split up, and threads that wait for one another lose most on a busy machine
    /// (bench/docs/measured.md).
    /// </remarks>
    [Range(1, 64)] public int IntraOpThreads { get; init; } = 1;

    /// <summary>Whether operations that ONNX Runtime runs slowly on processors are replaced by faster ones of the same meaning.</summary>
    /// <remarks>
    /// In memory, after the file's checksum was checked. Default true; GPUs always get the file as it is.
    /// </remarks>
    public bool Rewrite { get; init; } = true;

    /// <summary>Most items that one run of a model takes, 0–64; default 0.</summary>
    /// <remarks>1 on processors, where a batch takes about as long as its items one by one (bench/docs/measured.md), 8 on GPUs.</remarks>
    [Range(0, 64)] public int MaxBatch { get; init; }

    /// <summary>
    /// Whether the processor takes over where <see cref="Provider"/> is not there or fails in the middle; it is logged and readiness says
    /// so.
    /// </summary>
    /// <remarks>Default false: a machine sized for its GPU is better seen to be down than slow.</remarks>
    public bool AllowFallback { get; init; }

    /// <summary>Whether GPUs compute in half precision: TensorRT where it likes, and float16 members of the pack are preferred.</summary>
    /// <remarks>Default false, so that scores are those that the thresholds were measured with.</remarks>
    public bool HalfPrecision { get; init; }

    /// <summary>
    /// Whether a GPU records the models' runs as CUDA graphs and plays them back, which spares starting each operation by itself.
    /// </summary>
    /// <remarks>
    /// A half to two thirds of a run (bench/docs/measured.md). CUDA only; runs of one model then follow one another. Default: for every
    /// model of which each operation runs on the GPU. With true, one that has others fails at the start and says so.
    /// </remarks>
    public bool? CudaGraphs { get; init; }

    /// <summary>Most GPU memory in MiB that each model's session takes, 0–1048576; default 0: no limit.</summary>
    [Range(0, 1 << 20)] public int DeviceMemoryLimit { get; init; }

    /// <summary>Folder where TensorRT keeps the engines it builds, which takes minutes and is done again without it.</summary>
    /// <remarks>Default: none. Whoever can write there decides what the server computes: keep it as safe as the program.</remarks>
    public string? EngineCache { get; init; }

    /// <summary>Which GPU, 0–63, default 0.</summary>
    [Range(0, 63)] public int DeviceId { get; init; }

    /// <summary>Longer side of the detector's input in pixels, 160–1280, rounded up to a multiple of 32; default 320.</summary>
    /// <remarks>
    /// More finds smaller faces. Above 320 SCRFD also looks at 320, because it loses faces that fill more than half of a finer input.
    /// </remarks>
    [Range(160, 1280)] public int DetectorSide { get; init; } = 320;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (CudaGraphs == true && Provider is (InferenceProvider.Cpu or InferenceProvider.TensorRt))
            yield return new(
                $"Inference:CudaGraphs is for CUDA, but Inference:Provider is {Provider}: "
                + "set it to Cuda or Auto, or leave CudaGraphs out.");
    }

    /// <summary>What is settled by measurement.</summary>
    internal SessionTuning Tuning { get; init; } = new();

    /// <summary>Items a run on <paramref name="provider"/> takes at most.</summary>
    internal int BatchOn(InferenceProvider provider) => MaxBatch > 0 ? MaxBatch : provider == InferenceProvider.Cpu ? 1 : 8;
}
