using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Models;

/// <summary>How models are run. Section "Inference".</summary>
public sealed record InferenceOptions
{
    /// <summary>What runs the models. Default <see cref="InferenceProvider.Auto"/>.</summary>
    [EnumDataType(typeof(InferenceProvider))] public InferenceProvider Provider { get; init; } = InferenceProvider.Auto;

    /// <summary>Threads of one run of one model, 1–64, default 1: sessions in parallel use the cores better than one run split up.</summary>
    [Range(1, 64)] public int IntraOpThreads { get; init; } = 1;

    /// <summary>
    /// Whether operations that ONNX Runtime runs slowly on processors are replaced in memory by faster ones of the same
    /// meaning, after the file's checksum was checked. Default true; GPUs always get the file as it is.
    /// </summary>
    public bool Rewrite { get; init; } = true;

    /// <summary>Which GPU, 0–63, default 0.</summary>
    [Range(0, 63)] public int DeviceId { get; init; }

    /// <summary>Longer side of the detector's input in pixels, 160–1280, rounded up to a multiple of 32; default 320.</summary>
    [Range(160, 1280)] public int DetectorSide { get; init; } = 320;
}
