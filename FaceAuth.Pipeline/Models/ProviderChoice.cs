using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Models;

/// <summary>Makes session options for the provider asked for, or says why it cannot.</summary>
internal static class ProviderChoice
{
    /// <summary>The provider that <paramref name="options"/> lead to on this build and machine; never Auto.</summary>
    /// <exception cref="ModelException">The one asked for is not there.</exception>
    public static InferenceProvider Resolve(InferenceOptions options)
    {
        var available = OrtEnv.Instance().GetAvailableProviders();
        if (options.Provider == InferenceProvider.Cpu) return InferenceProvider.Cpu;
        if (options.Provider != InferenceProvider.Auto)
        {
            if (!available.Contains(OrtName(options.Provider)))
            {
                throw new ModelException(
                    $"Inference:Provider is {options.Provider}, but this build's ONNX Runtime has only {string.Join(", ", available)}: "
                    + "build with -p:OnnxRuntime=Gpu, or set Inference:Provider to Cpu or Auto.");
            }

            using var tried = Try(options.Provider, options, out var problem);
            return tried is not null ? options.Provider : throw new ModelException(
                $"Inference:Provider is {options.Provider}, but it does not start ({problem}): install its driver and libraries, or set Inference:Provider to Cpu or Auto.");
        }

        foreach (var provider in (ReadOnlySpan<InferenceProvider>)[InferenceProvider.TensorRt, InferenceProvider.Cuda])
        {
            if (!available.Contains(OrtName(provider))) continue;
            using var tried = Try(provider, options, out _);
            if (tried is not null) return provider;
        }

        return InferenceProvider.Cpu;
    }

    /// <summary>Options for a session on <paramref name="provider"/>; the caller disposes them.</summary>
    /// <exception cref="ModelException">The provider does not start.</exception>
    public static SessionOptions Create(InferenceProvider provider, InferenceOptions options) =>
        Try(provider, options, out var problem)
        ?? throw new ModelException($"The inference provider {provider} does not start ({problem}): set Inference:Provider to Cpu or Auto.");

    static SessionOptions? Try(InferenceProvider provider, InferenceOptions options, out string problem)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.IntraOpThreads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            // Warnings are about output shapes that some files declare for one input size only; errors come as exceptions.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            // Idle threads that spin take the cores away from decoding.
            session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            session.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
            if (provider == InferenceProvider.TensorRt) session.AppendExecutionProvider_Tensorrt(options.DeviceId);
            if (provider is InferenceProvider.TensorRt or InferenceProvider.Cuda) session.AppendExecutionProvider_CUDA(options.DeviceId);
            problem = "";
            return session;
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            session.Dispose();
            problem = e.Message;
            return null;
        }
    }

    static string OrtName(InferenceProvider provider) => provider switch
    {
        InferenceProvider.TensorRt => "TensorrtExecutionProvider",
        InferenceProvider.Cuda => "CUDAExecutionProvider",
        _ => "CPUExecutionProvider",
    };
}
