using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace FaceAuth.Pipeline.Models;

/// <summary>
/// Whose turn it is on the GPU where runs are recorded as CUDA graphs. Recorded runs of one session follow one another, since
/// its recordings share the memory between operations. While one is recorded nothing else of the process works there, since
/// CUDA refuses what allocates or copies meanwhile. One a session; safe from many threads.
/// </summary>
/// <param name="memory">The GPU's own memory, or the processor's where it stands in for a test.</param>
internal sealed class GraphRecorder(OrtMemoryInfo memory) : IDisposable
{
    static readonly ReaderWriterLockSlim Quiet = new(LockRecursionPolicy.NoRecursion);
    static readonly Lock Registering = new();
    static bool _isRegistered;
    static long _lastThread;

    [ThreadStatic] static long _thread;

    readonly Lock _running = new();

    /// <summary>The GPU's own memory.</summary>
    public OrtMemoryInfo Memory => memory;

    bool IsTwin => ReferenceEquals(memory, OrtMemoryInfo.DefaultInstance);

    // unlike the thread's own number it is never given to another thread
    static long ThisThread => _thread != 0 ? _thread : _thread = Interlocked.Increment(ref _lastThread);

    /// <summary>
    /// Lets ONNX Runtime's copies reach the GPU, which they do once the provider's library is registered beside the
    /// sessions; once a process.
    /// </summary>
    /// <exception cref="ModelException">The library is not there or does not load.</exception>
    public static void RegisterCopies()
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
                throw new ModelException($"Inference:CudaGraphs needs {Library} beside ONNX Runtime, and it does not load ({e.Message}): set Inference:CudaGraphs to false.", e);
            }

            _isRegistered = true;
        }
    }

    /// <summary>Waits for this session's turn to run.</summary>
    /// <param name="recordedOn">The threads that have recorded what shall run; the caller's, touched during turns only.</param>
    public Turn Enter(HashSet<long> recordedOn)
    {
        _running.Enter();
        var records = !recordedOn.Contains(ThisThread);
        if (records) Quiet.EnterWriteLock();
        else Quiet.EnterReadLock();
        return new(_running, isHeld: true, records ? recordedOn : null);
    }

    /// <summary>Waits until nothing is recorded, and keeps it so until the turn ends: for whatever else reaches the GPU.</summary>
    public static Turn EnterBeside()
    {
        Quiet.EnterReadLock();
        return new(null, isHeld: true, null);
    }

    /// <summary>Copies tensors to or from the GPU; done when it returns.</summary>
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
        if (!IsTwin) memory.Dispose();
    }

    /// <summary>A turn, or by default none; dispose it on the same thread.</summary>
    internal readonly ref struct Turn(Lock? running, bool isHeld, HashSet<long>? recordedOn)
    {
        /// <summary>The run went well, so what it recorded can be played from now on.</summary>
        public void Complete() => recordedOn?.Add(ThisThread);

        /// <summary>Ends the turn.</summary>
        public void Dispose()
        {
            if (!isHeld) return;
            if (recordedOn is not null) Quiet.ExitWriteLock();
            else Quiet.ExitReadLock();
            running?.Exit();
        }
    }
}
