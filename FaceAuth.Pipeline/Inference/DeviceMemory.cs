using System.Diagnostics;
using FaceAuth.Pipeline.Packs;
using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Inference;

/// <summary>A GPU's own memory, for one session, and the copies to and from it. Safe from many threads.</summary>
internal sealed class DeviceMemory : IDisposable
{
    static readonly Lock Registering = new();
    static bool _isRegistered;

    DeviceMemory(OrtMemoryInfo info) => Info = info;

    /// <summary>Where it lies.</summary>
    public OrtMemoryInfo Info { get; }

    bool IsTwin => ReferenceEquals(Info, OrtMemoryInfo.DefaultInstance);

    /// <summary>The memory of GPU <paramref name="device"/>.</summary>
    /// <exception cref="ModelException">ONNX Runtime cannot copy to it.</exception>
    public static DeviceMemory Of(int device)
    {
        RegisterCopies();
        return new(new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.ArenaAllocator, device, OrtMemType.Default));
    }

    /// <summary>The processor's memory, which stands in for a GPU's in a test.</summary>
    public static DeviceMemory Twin() => new(OrtMemoryInfo.DefaultInstance);

    /// <summary>Copies tensors to or from it; done when it returns.</summary>
    public void Copy(OrtValue[] from, OrtValue[] to)
    {
        if (!IsTwin)
        {
            OrtEnv.Instance().CopyTensors(from, to, null);
            return;
        }

        // ONNX Runtime has no copies outside a session from the processor to itself
        for (var i = 0; i < from.Length; i++) from[i].GetTensorMutableRawData().CopyTo(to[i].GetTensorMutableRawData());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!IsTwin) Info.Dispose();
    }

    /// <summary>Copies outside sessions reach the GPU once the provider's library is registered beside them; once a process.</summary>
    static void RegisterCopies()
    {
        lock (Registering)
        {
            if (_isRegistered) return;
            const string Library = "libonnxruntime_providers_cuda.so";
            using var process = Process.GetCurrentProcess();
            var folder = process.Modules.Cast<ProcessModule>()
                .Where(module => module.ModuleName.StartsWith("libonnxruntime.so", StringComparison.Ordinal))
                .Select(module => Path.GetDirectoryName(module.FileName)).FirstOrDefault() ?? AppContext.BaseDirectory;
            try
            {
                OrtEnv.Instance().RegisterExecutionProviderLibrary("FaceAuth.Cuda", Path.Combine(folder, Library));
            }
            catch (OnnxRuntimeException e)
            {
                throw new ModelException(
                    $"A GPU needs {Library} beside ONNX Runtime, and it does not load ({e.Message}): set Inference:Provider to Cpu.", e);
            }

            _isRegistered = true;
        }
    }
}
