using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceAuth.Pipeline.Models;

/// <summary>One loaded model: its weights, shared by every worker's <see cref="OnnxRun"/>. Safe from many threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    OnnxSession(ModelEntry model, InferenceProvider provider, InferenceSession session) =>
        (Model, Provider, Inner) = (model, provider, session);

    /// <summary>Its entry in the manifest.</summary>
    public ModelEntry Model { get; }

    /// <summary>What runs it; never Auto.</summary>
    public InferenceProvider Provider { get; }

    internal InferenceSession Inner { get; }

    /// <summary>Loads a model and checks that its inputs and outputs are those of the manifest.</summary>
    /// <exception cref="ModelException">The bytes are no model, or one with other inputs or outputs.</exception>
    public static OnnxSession Open(ModelEntry model, byte[] bytes, InferenceProvider provider, InferenceOptions options)
    {
        using var sessionOptions = ProviderChoice.Create(provider, options);
        if (options.Rewrite && provider == InferenceProvider.Cpu && ModelRewrite.Apply(bytes, model) is { } rewritten)
        {
            try
            {
                return Open(rewritten.Model, rewritten.Bytes, provider, sessionOptions);
            }
            catch (ModelException)
            {
                // A file that uses our names, say: what its makers wrote may still load, and if not, its fault is the one to report.
            }
        }

        return Open(model, bytes, provider, sessionOptions);
    }

    /// <inheritdoc/>
    public void Dispose() => Inner.Dispose();

    static OnnxSession Open(ModelEntry model, byte[] bytes, InferenceProvider provider, SessionOptions options)
    {
        InferenceSession session;
        try
        {
            session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelException($"Model {model.Id} ({model.File}) cannot be loaded ({e.Message}): fetch it again (models/README.md).", e);
        }

        if (ShapeFault(session, model) is not { } fault) return new(model, provider, session);
        session.Dispose();
        throw new ModelException($"Model {model.Id} ({model.File}) is not as the manifest says: {fault}. Fetch it again or mend its entry in models/manifest.json.");
    }

    static string? ShapeFault(InferenceSession session, ModelEntry model) =>
        ShapeFault("input", session.InputMetadata, model.Inputs) ?? ShapeFault("output", session.OutputMetadata, model.Outputs);

    static string? ShapeFault(string kind, IReadOnlyDictionary<string, NodeMetadata> found, IReadOnlyList<TensorEntry> wanted)
    {
        foreach (var tensor in wanted)
        {
            if (!found.TryGetValue(tensor.Name, out var node)) return $"it has no {kind} {tensor.Name}, only {string.Join(", ", found.Keys)}";
            var seen = new TensorEntry(tensor.Name, node.ElementDataType == TensorElementType.Float16 ? "float16" : TypeName(node), node.Dimensions);
            if (seen.Type != tensor.Type || !seen.Shape.SequenceEqual(tensor.Shape)) return $"its {kind} is {seen}, the manifest has {tensor}";
        }

        return found.Count == wanted.Count ? null : $"it has {found.Count} {kind}s, the manifest {wanted.Count}";
    }

    static string TypeName(NodeMetadata node) => node.ElementDataType == TensorElementType.Float ? "float32" : node.ElementDataType.ToString();
}
