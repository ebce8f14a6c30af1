using System.Globalization;
using FaceAuth.Pipeline.Packs;
using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Inference;

/// <summary>Makes session options for the provider asked for, or says why it cannot.</summary>
internal static class ProviderChoice
{
    const string OnProcessor = " The models run on the processor.";

    /// <summary>The provider that <paramref name="options"/> lead to on this build and machine.</summary>
    /// <returns>
    /// The provider, never Auto; and what is missing where it is not the one asked for, because
    /// <see cref="InferenceOptions.AllowFallback"/> lets the processor stand in, or where a build for GPUs found none.
    /// </returns>
    /// <exception cref="ModelException">The one asked for is not there.</exception>
    public static (InferenceProvider Provider, string? Missing) Resolve(InferenceOptions options)
    {
        if (options.Provider == InferenceProvider.Cpu) return (InferenceProvider.Cpu, null);
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (options.Provider == InferenceProvider.Auto)
        {
            foreach (var provider in (ReadOnlySpan<InferenceProvider>)[InferenceProvider.TensorRt, InferenceProvider.Cuda])
            {
                // it tells its recordings apart by thread only
                if (options.CudaGraphs == true && provider == InferenceProvider.TensorRt) continue;
                if (FaultOf(provider, options, available) is null) return (provider, null);
            }

            return (
                InferenceProvider.Cpu,
                IsInBuild(InferenceProvider.Cuda) ? FaultOf(InferenceProvider.Cuda, options, available) + OnProcessor : null);
        }

        if (FaultOf(options.Provider, options, available) is not { } fault) return (options.Provider, null);
        return options.AllowFallback ? (InferenceProvider.Cpu, fault + OnProcessor) : throw new ModelException(fault);
    }

    /// <summary>
    /// Whether this build's ONNX Runtime has the code for <paramref name="provider"/>; the machine may still lack what it needs.
    /// </summary>
    public static bool IsInBuild(InferenceProvider provider) => OrtEnv.Instance().GetAvailableProviders().Contains(OrtName(provider));

    /// <summary>Why that provider cannot be used here and what to do about it; null where it can.</summary>
    static string? FaultOf(InferenceProvider provider, InferenceOptions options, string[] available)
    {
        if (!available.Contains(OrtName(provider)))
        {
            return $"Inference:Provider is {options.Provider}, but this build's ONNX Runtime has only {string.Join(", ", available)}: "
                + "build with -p:OnnxRuntime=Gpu, or set Inference:Provider to Cpu or Auto.";
        }

        using var tried = Try(provider, options, out var problem);
        if (tried is not null) return null;
        return $"Inference:Provider is {options.Provider}, but {provider} does not start ({problem}): install {Libraries(provider)}, "
            + "or set Inference:Provider to Cpu or Auto.";
    }

    static string Libraries(InferenceProvider provider) => provider == InferenceProvider.TensorRt
        ? "the NVIDIA driver, CUDA, cuDNN and TensorRT in the versions that this ONNX Runtime names"
        : "the NVIDIA driver, CUDA and cuDNN in the versions that this ONNX Runtime names";

    /// <summary>Options for a session on <paramref name="provider"/>; the caller disposes them.</summary>
    /// <exception cref="ModelException">The provider does not start.</exception>
    public static SessionOptions Create(InferenceProvider provider, InferenceOptions options) =>
        Try(provider, options, out var problem)
        ?? throw new ModelException(
            $"The inference provider {provider} does not start ({problem}): set Inference:Provider to Cpu or Auto.");

    static SessionOptions? Try(InferenceProvider provider, InferenceOptions options, out string problem)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = options.Tuning.BlockedLayout
                ? GraphOptimizationLevel.ORT_ENABLE_ALL
                : GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
            EnableCpuMemArena = options.Tuning.Arena,
            EnableMemoryPattern = options.Tuning.MemoryPattern,
            // Warnings are about output shapes that some files declare for one input size only; errors come as exceptions.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            var spins = options.Tuning.Spins ? "1" : "0";
            session.AddSessionConfigEntry("session.intra_op.allow_spinning", spins);
            session.AddSessionConfigEntry("session.inter_op.allow_spinning", spins);
            if (provider == InferenceProvider.TensorRt)
            {
                using var tensorRt = new OrtTensorRTProviderOptions();
                tensorRt.UpdateOptions(TensorRtSettings(options));
                session.AppendExecutionProvider_Tensorrt(tensorRt);
            }

            if (provider is InferenceProvider.TensorRt or InferenceProvider.Cuda)
            {
                // An algorithm that cuDNN refuses is logged as an error though another takes its place; real errors come as exceptions.
                OrtEnv.Instance().EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
                using var cuda = new OrtCUDAProviderOptions();
                cuda.UpdateOptions(CudaSettings(options));
                session.AppendExecutionProvider_CUDA(cuda);
            }

            problem = "";
            return session;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            session.Dispose();
            problem = Plain(e.Message);
            return null;
        }
    }

    /// <summary>Names and values as ONNX Runtime's CUDA provider documents them.</summary>
    internal static Dictionary<string, string> CudaSettings(InferenceOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = Text(options.DeviceId),
            // Doubling would take a small model past any limit.
            ["arena_extend_strategy"] = "kSameAsRequested",
            // Rounding every factor to 10 bits is quicker, but thresholds were measured without it.
            ["use_tf32"] = options.HalfPrecision ? "1" : "0",
            // Trying out every algorithm at the first run of each shape would halt sessions that are under way.
            ["cudnn_conv_algo_search"] = options.Tuning.TriesConvolutions ? "EXHAUSTIVE" : "HEURISTIC",
        };
        if (options.CudaGraphs == true) settings["enable_cuda_graph"] = "1";
        if (options.DeviceMemoryLimit > 0) settings["gpu_mem_limit"] = Text((long)options.DeviceMemoryLimit << 20);
        return settings;
    }

    /// <summary>Names and values as ONNX Runtime's TensorRT provider documents them.</summary>
    internal static Dictionary<string, string> TensorRtSettings(InferenceOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = Text(options.DeviceId),
            ["trt_fp16_enable"] = options.HalfPrecision ? "1" : "0",
        };
        if (options.DeviceMemoryLimit > 0) settings["trt_max_workspace_size"] = Text((long)options.DeviceMemoryLimit << 20);
        if (options.EngineCache is not { } folder) return settings;
        settings["trt_engine_cache_enable"] = settings["trt_timing_cache_enable"] = "1";
        settings["trt_engine_cache_path"] = settings["trt_timing_cache_path"] = folder;
        return settings;
    }

    /// <summary>What the loader of a library said, without ONNX Runtime's places in its source and this machine's folders.</summary>
    internal static string Plain(string message)
    {
        const string Before = "with error: ";
        var at = message.LastIndexOf(Before, StringComparison.Ordinal);
        return (at < 0 ? message : message[(at + Before.Length)..]).Trim();
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static string OrtName(InferenceProvider provider) => provider switch
    {
        InferenceProvider.TensorRt => "TensorrtExecutionProvider",
        InferenceProvider.Cuda => "CUDAExecutionProvider",
        _ => "CPUExecutionProvider",
    };
}
