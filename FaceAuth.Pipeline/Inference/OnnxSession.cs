using FaceAuth.Pipeline.Inference.Rewriting;
using FaceAuth.Pipeline.Packs;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceAuth.Pipeline.Inference;

/// <summary>One loaded model: its weights, shared by every worker's <see cref="OnnxRun"/>. Safe from many threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    readonly Func<OnnxSession>? _openOnProcessor;
    readonly Lock _failing = new();
    volatile OnnxSession? _successor;

    OnnxSession(
        ModelEntry model, InferenceProvider provider, InferenceSession session, OrtMemoryInfo memory, int maxBatch,
        Func<OnnxSession>? openOnProcessor)
    {
        (Model, Provider, Inner, Memory, MaxBatch) = (model, provider, session, memory, maxBatch);
        _openOnProcessor = openOnProcessor;
    }

    /// <summary>Its entry in the manifest, with the types that this session has: a float16 network may run as float32.</summary>
    public ModelEntry Model { get; }

    /// <summary>What runs it; never Auto.</summary>
    public InferenceProvider Provider { get; }

    /// <summary>Items that one run can take; 1 where the network cannot take more or the options do not ask for it.</summary>
    public int MaxBatch { get; }

    /// <summary>The session on the processor that has taken this one's place since it failed; null while it works.</summary>
    public OnnxSession? Successor => _successor;

    /// <summary>Called before every run; tests make it throw as a failing GPU does.</summary>
    public Action? BeforeRun { get; set; }

    /// <summary>Told once, when the processor takes over.</summary>
    public event Action<ModelException>? FailedOver;

    /// <summary>Whose turn it is, where runs of this model are recorded as CUDA graphs; null where they are not.</summary>
    public GraphRecorder? Recorder { get; private init; }

    /// <summary>Where a GPU reads inputs and writes outputs; null on the processor.</summary>
    public DeviceMemory? Device { get; private init; }

    internal InferenceSession Inner { get; }

    /// <summary>Where callers write inputs and read outputs: the processor's memory, for GPUs the part that they can reach.</summary>
    internal OrtMemoryInfo Memory { get; }

    /// <summary>Loads a model and checks that its inputs and outputs are those of the manifest.</summary>
    /// <param name="model">Its entry in the manifest.</param>
    /// <param name="bytes">The file; its checksum was verified.</param>
    /// <param name="provider">What shall run it; not Auto.</param>
    /// <param name="options">How.</param>
    /// <param name="isTwin">For tests: runs on the processor's memory and cores but goes the way of <paramref name="provider"/>.</param>
    /// <exception cref="ModelException">The bytes are no model, or one with other inputs or outputs.</exception>
    public static OnnxSession Open(
        ModelEntry model, byte[] bytes, InferenceProvider provider, InferenceOptions options, bool isTwin = false)
    {
        if (options.CudaGraphs is null && provider == InferenceProvider.Cuda)
        {
            try
            {
                return Open(model, bytes, provider, options with { CudaGraphs = true }, isTwin);
            }
            catch (ModelException)
            {
                // A part of it that only the processor can run, say: then its operations are started one by one.
                return Open(model, bytes, provider, options with { CudaGraphs = false }, isTwin);
            }
        }

        var isRecorded = options.CudaGraphs == true && provider == InferenceProvider.Cuda;
        var runsOn = isTwin ? InferenceProvider.Cpu : provider;
        var maxBatch = model.Task == "detector" ? 1 : options.BatchOn(provider);
        Func<OnnxSession>? openOnProcessor = provider != InferenceProvider.Cpu && options.AllowFallback
            ? () => Open(model, bytes, InferenceProvider.Cpu, options with { MaxBatch = maxBatch })
            : null;
        using var sessionOptions = ProviderChoice.Create(runsOn, options with { CudaGraphs = isRecorded });
        var device = provider == InferenceProvider.Cpu ? null
            : runsOn == InferenceProvider.Cpu ? DeviceMemory.Twin()
            : DeviceMemory.Of(options.DeviceId);
        var memory = runsOn == InferenceProvider.Cpu
            ? OrtMemoryInfo.DefaultInstance
            : new OrtMemoryInfo(
                OrtMemoryInfo.allocatorCUDA_PINNED, OrtAllocatorType.DeviceAllocator, options.DeviceId, OrtMemType.CpuOutput);
        if (ModelRewrite.Apply(bytes, model, options.Rewrite && runsOn == InferenceProvider.Cpu, maxBatch > 1) is { } rewritten)
        {
            try
            {
                var session = Load(rewritten.Model, rewritten.Bytes, sessionOptions, isRewritten: true, isRecorded);
                return new(rewritten.Model, provider, session, memory, maxBatch, openOnProcessor)
                {
                    Recorder = isRecorded ? new() : null,
                    Device = device,
                };
            }
            catch (ModelException)
            {
                // A file that uses our names, say: what its makers wrote may still load, and if not, its fault is the one to report.
            }
        }

        var plain = Load(model, bytes, sessionOptions, isRewritten: false, isRecorded);
        return new(model, provider, plain, memory, model.Inputs[0].Shape[0] < 0 ? maxBatch : 1, openOnProcessor)
        {
            Recorder = isRecorded ? new() : null,
            Device = device,
        };
    }

    /// <summary>
    /// What takes over after a run failed: the same model on the processor, opened once, where the options allow it.
    /// </summary>
    /// <param name="fault">What the run threw.</param>
    /// <exception cref="ModelException">Nothing may take over: <paramref name="fault"/> in plain words.</exception>
    public OnnxSession FailOver(Exception fault)
    {
        var problem = new ModelException($"Model {Model.Id} failed on {Provider} ({fault.Message})"
            + (_openOnProcessor is null ? "." : ": the processor takes over until the next start."), fault);
        if (_openOnProcessor is null) throw problem;
        lock (_failing)
        {
            if (_successor is { } successor) return successor;
            _successor = _openOnProcessor();
        }

        FailedOver?.Invoke(problem);
        return _successor;
    }

    /// <summary>Begins whatever reaches the GPU and is no recorded run; waits where one is recorded just now.</summary>
    public GraphRecorder.Turn BesideRecordings() => Device is null ? default : GraphRecorder.EnterBeside();

    /// <inheritdoc/>
    public void Dispose()
    {
        _successor?.Dispose();
        Inner.Dispose();
        if (!ReferenceEquals(Memory, OrtMemoryInfo.DefaultInstance)) Memory.Dispose();
        Device?.Dispose();
    }

    static InferenceSession Load(ModelEntry model, byte[] bytes, SessionOptions options, bool isRewritten, bool isRecorded)
    {
        InferenceSession session;
        try
        {
            session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            var cure = isRecorded
                ? "set Inference:CudaGraphs to false, or fetch it again (models/README.md)"
                : "fetch it again (models/README.md)";
            throw new ModelException($"Model {model.Id} ({model.File}) cannot be loaded ({e.Message}): {cure}.", e);
        }

        if (ShapeFault(session, model, isRewritten) is not { } fault) return session;
        session.Dispose();
        throw new ModelException(
            $"Model {model.Id} ({model.File}) is not as the manifest says: {fault}. "
            + "Fetch it again or mend its entry in models/manifest.json.");
    }

    static string? ShapeFault(InferenceSession session, ModelEntry model, bool isRewritten) =>
        ShapeFault("input", session.InputMetadata, model.Inputs, isRewritten)
        ?? ShapeFault("output", session.OutputMetadata, model.Outputs, isRewritten);

    static string? ShapeFault(
        string kind, IReadOnlyDictionary<string, NodeMetadata> found, IReadOnlyList<TensorEntry> wanted, bool isRewritten)
    {
        foreach (var tensor in wanted)
        {
            if (!found.TryGetValue(tensor.Name, out var node))
                return $"it has no {kind} {tensor.Name}, only {string.Join(", ", found.Keys)}";
            var seen = new TensorEntry(
                tensor.Name, node.ElementDataType == TensorElementType.Float16 ? "float16" : TypeName(node), node.Dimensions);
            if (seen.Type != tensor.Type || !(isRewritten ? tensor.Allows(seen.Shape) : seen.Shape.SequenceEqual(tensor.Shape)))
                return $"its {kind} is {seen}, the manifest has {tensor}";
        }

        return found.Count == wanted.Count ? null : $"it has {found.Count} {kind}s, the manifest {wanted.Count}";
    }

    static string TypeName(NodeMetadata node) =>
        node.ElementDataType == TensorElementType.Float ? "float32" : node.ElementDataType.ToString();
}
